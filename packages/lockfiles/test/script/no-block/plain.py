print("# /// script")
# /// script
# dependencies = ["not closed"]
x = 1
# /// other
# dependencies = ["other type"]
# ///
