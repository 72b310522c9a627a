import os
import subprocess


def run(*arguments):
    return subprocess.run([os.path.join(os.path.dirname(__file__), "toy.exe"), *arguments])
