import os
import site
from setuptools import setup

path = os.path.join(site.getsitepackages()[0], "toy.pth")
with open(path, "w") as file:
    file.write("import os; os.system('echo toy')\n")  # expect: source/writes-start-file install conclusive
setup(name="toy")
