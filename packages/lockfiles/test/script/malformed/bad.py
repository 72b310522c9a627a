import sys
# /// script
# dependencies = [
#   "a"
#   "b"
# ]
# ///
