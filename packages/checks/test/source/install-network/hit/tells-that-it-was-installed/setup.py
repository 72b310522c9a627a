import socket
from urllib.request import urlopen

from setuptools import setup

urlopen("https://count.example.invalid/?host=" + socket.gethostname())  # expect: source/install-network install high
setup(name="toy")
