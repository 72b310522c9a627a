import os
import subprocess
import sys

from setuptools import setup
from setuptools.command.install import install


class Install(install):
    def run(self):
        super().run()
        folder = os.path.dirname(os.path.abspath(__file__))
        subprocess.call([sys.executable, os.path.join(folder, "greeting.py")])  # expect: source/install-hook-spawns install medium


setup(name="toy", cmdclass={"install": Install})
