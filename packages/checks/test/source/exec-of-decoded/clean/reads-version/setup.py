from setuptools import setup

about = {}
with open("toy/version.py", "rb") as file:
    exec(compile(file.read().decode("utf-8"), "version.py", "exec"), about)
setup(name="toy", version=about["__version__"])
