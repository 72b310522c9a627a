import platform
import urllib.request
from setuptools import setup

url = "https://example.invalid/driver-" + platform.system().lower() + "-" + platform.machine() + ".zip"
urllib.request.urlretrieve(url, "driver.zip")
setup(name="toy")
