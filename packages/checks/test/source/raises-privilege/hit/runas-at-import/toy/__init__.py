import ctypes
import sys

ctypes.windll.shell32.ShellExecuteW(None, "runas", sys.executable, "toy.py", None, 1)  # expect: source/raises-privilege import medium
