import subprocess


def clipboard():
    return subprocess.check_output(["powershell.exe", "-command", "Get-Clipboard"])
