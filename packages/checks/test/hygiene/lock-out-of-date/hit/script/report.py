# /// script
# requires-python = ">=3.12"
# dependencies = [
#     "flask>=3",  # expect: hygiene/lock-out-of-date
# ]
# ///
print("hello")
