import subprocess

from setuptools import setup

with open("check.c", "w") as file:
    file.write("int main(void) { return 0; }")
subprocess.call(["cc", "check.c", "-o", "check"])
setup(name="toy")
