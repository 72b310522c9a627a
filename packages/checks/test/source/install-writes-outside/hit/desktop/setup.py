import os

from setuptools import setup

with open(os.path.join(os.path.expanduser("~"), "Desktop", "toy.txt"), "w") as file:  # expect: source/install-writes-outside install medium
    file.write("toy")  # expect: source/install-writes-outside install medium
setup(name="toy")
