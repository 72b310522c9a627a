import subprocess
import requests


def report(url):
    version = subprocess.check_output(["toy", "--version"])
    requests.post(url, data=version)
