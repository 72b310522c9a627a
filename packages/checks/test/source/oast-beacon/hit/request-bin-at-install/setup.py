import urllib.request
from setuptools import setup

urllib.request.urlopen("https://toy.requestbin.net/example-invalid")  # expect: source/oast-beacon install conclusive
setup(name="toy")
