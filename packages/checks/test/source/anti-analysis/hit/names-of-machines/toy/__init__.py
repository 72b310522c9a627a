import sys

import psutil

TOOLS = ["wireshark.exe", "processhacker.exe", "vboxservice.exe", "vmtoolsd.exe"]  # expect: source/anti-analysis import medium
for process in psutil.process_iter():
    if process.name() in TOOLS:
        sys.exit(0)
