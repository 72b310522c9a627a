import ctypes
import sys

if ctypes.windll.kernel32.IsDebuggerPresent():  # expect: source/anti-analysis import medium
    sys.exit(0)
