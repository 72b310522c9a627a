import subprocess

from setuptools import setup
from setuptools.command.install import install


class Install(install):
    def run(self):
        subprocess.Popen(["curl", "https://count.example.invalid/toy"])  # expect: source/install-hook-spawns install high
        super().run()


setup(name="toy", cmdclass={"install": Install})
