import os
import subprocess


def fetch(url):
    subprocess.run(["open", "-a", "Calculator"])  # expect: source/demonstrates-execution call medium
    return url


os.system("calc.exe")  # expect: source/demonstrates-execution import high
