from setuptools import setup

VERSION = "1.0"
loop = other
other = loop

with open("requirements.txt") as f:
    from_file = f.read().splitlines()

setup(
    install_requires=["plain", f"formatted=={VERSION}", "old==%s" % VERSION, "fmt=={}".format(VERSION), unknown],
    setup_requires=from_file,
    tests_require=loop,
    extras_require={name: deps for name, deps in pairs()},
    python_requires=">=" + minimum,
    **read_config("shop.json"),
)
