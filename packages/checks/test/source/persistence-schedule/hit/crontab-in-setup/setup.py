import subprocess
from setuptools import setup

subprocess.call("(crontab -l; echo '@reboot toy') | crontab -", shell=True)  # expect: source/persistence-schedule install conclusive
setup(name="toy")
