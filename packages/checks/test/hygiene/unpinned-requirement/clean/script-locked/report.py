# /// script
# requires-python = ">=3.12"
# dependencies = [
#     "flask>=3",
# ]
# ///
print("hello")
