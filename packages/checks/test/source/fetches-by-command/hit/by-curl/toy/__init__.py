import os
import subprocess


def get(address):
    os.system(f"curl -L {address} -O")  # expect: source/fetches-by-command call medium


def also(name):
    tool = "https://files.example.invalid/tool"
    subprocess.run(["certutil", "-urlcache", "-f", tool, name])  # expect: source/fetches-by-command call medium
