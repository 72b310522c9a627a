from setuptools import setup

with open("toy/_version.py", "w") as file:
    file.write("version = '1'")
setup(name="toy")
