# /// script
# dependencies = ["a"]
# note = """
# ///
# still inside"""
# ///
