import os


def install_completion(script):
    with open(os.path.expanduser("~/.bashrc"), "a") as rc:  # expect: source/shell-rc-write call low
        rc.write(script)
