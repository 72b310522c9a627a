import subprocess
import sys

subprocess.Popen([sys.executable, "-m", "toy.background"], creationflags=0x08000000)  # expect: source/spawn-at-import import medium
