import subprocess


def calculate(path):
    return subprocess.run(["bc", "--mathlib", path, "calc.txt"], capture_output=True)
