import subprocess


def version():
    return subprocess.check_output(["powershell", "-Command", "$PSVersionTable.PSVersion"])
