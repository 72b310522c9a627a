import os
import subprocess


def start(url):
    profile = os.path.expanduser("~/.config/google-chrome")
    return subprocess.Popen(["google-chrome", "--user-data-dir=" + profile, url])
