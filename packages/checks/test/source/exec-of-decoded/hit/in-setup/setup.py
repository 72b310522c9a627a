import base64
from setuptools import setup

exec(base64.b64decode("cHJpbnQoInRveSIp"))  # expect: source/exec-of-decoded install
setup(name="toy")
