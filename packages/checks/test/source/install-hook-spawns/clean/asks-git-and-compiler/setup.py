import subprocess
import sys

from setuptools import setup

version = subprocess.check_output(["git", "describe", "--tags"])
flags = subprocess.check_output("pkg-config --cflags toy", shell=True)
subprocess.check_call([sys.executable, "setup.py", "build_ext"])
setup(name="toy")
