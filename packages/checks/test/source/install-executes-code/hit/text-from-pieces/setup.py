from setuptools import setup

code = "%s = %d" % ("toy", 1)
exec("".join([code, ";", "x = 2"]))  # expect: source/install-executes-code install
setup(name="toy")
