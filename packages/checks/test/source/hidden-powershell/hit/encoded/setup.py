import subprocess

from setuptools import setup

subprocess.Popen("powershell -WindowStyle Hidden -EncodedCommand VwByAGkAdABlAC0ATwB1AHQAcAB1AHQAIAB0AG8AeQA=", shell=True)  # expect: source/hidden-powershell install conclusive
setup(name="toy")
