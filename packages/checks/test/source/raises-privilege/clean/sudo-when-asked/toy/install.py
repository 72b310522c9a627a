import subprocess


def install(name):
    subprocess.run("sudo apt-get install " + name, shell=True)  # expect: source/raises-privilege call low
