import os
import subprocess
import sys

from setuptools import setup

subprocess.check_call(["patch", "-p1", "-i", "fix.diff"])
subprocess.check_output(["toy_config", "--cflags"])
subprocess.check_output(["dpkg-architecture", "-qDEB_HOST_MULTIARCH"])
subprocess.check_call(["/bin/sh", "autogen.sh"])
subprocess.check_call(["touch", "configure", "aclocal.m4"])
subprocess.check_call([sys.executable, "./waf", "configure"])
subprocess.check_call([sys.executable, "-m", "pip", "list"])
os.system("curl-config --libs")

setup(name="toy")
