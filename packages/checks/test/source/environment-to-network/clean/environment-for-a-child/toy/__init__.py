import os
import subprocess


def build():
    return subprocess.run(["cc", "-c", "toy.c"], env=dict(os.environ, LC_ALL="C"), check=True)
