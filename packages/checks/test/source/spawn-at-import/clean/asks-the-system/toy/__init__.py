import subprocess


def helper():
    subprocess.Popen(["bash", "toy.sh"])


VERSION = subprocess.check_output(["lsb_release", "-a"])  # expect: source/spawn-at-import import low
