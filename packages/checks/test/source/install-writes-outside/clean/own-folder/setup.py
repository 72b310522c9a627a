from setuptools import setup

with open("toy/_version.py", "w") as file:
    file.write("VERSION = 1")
setup(name="toy")
