import subprocess
import urllib.request


def fetch(target):
    urllib.request.urlretrieve("https://models.example.invalid/weights.bin", target)


def version():
    return subprocess.check_output(["git", "describe"])
