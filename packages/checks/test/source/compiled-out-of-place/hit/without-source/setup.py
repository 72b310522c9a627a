from setuptools import setup

setup(name="toy")
