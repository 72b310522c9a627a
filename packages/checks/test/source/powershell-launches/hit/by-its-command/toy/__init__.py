import os
import subprocess


def later():
    os.system("powershell.exe Start-Process -FilePath toy.exe")  # expect: source/powershell-launches call medium


subprocess.call(["pwsh", "-Command", "saps", "toy.exe"])  # expect: source/powershell-launches import high
