import subprocess


def run():
    subprocess.run(["cc"])
