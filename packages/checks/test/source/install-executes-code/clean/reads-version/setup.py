from setuptools import setup

exec(open("toy/_version.py").read())
setup(name="toy")
