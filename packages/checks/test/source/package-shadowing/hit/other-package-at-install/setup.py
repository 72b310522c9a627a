import os
import site
from setuptools import setup

target = os.path.join(site.getsitepackages()[0], "../site-packages/other/__init__.py")
with open("/usr/lib/python3/site-packages/other/__init__.py", "a") as file:  # expect: source/package-shadowing install conclusive
    file.write("print('toy')")
setup(name="toy")
