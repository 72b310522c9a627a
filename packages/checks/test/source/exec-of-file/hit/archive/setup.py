import zipimport

from setuptools import setup

tools = zipimport.zipimporter("tools.bin").load_module("tools")  # expect: source/exec-of-file install medium
setup(name="toy")
