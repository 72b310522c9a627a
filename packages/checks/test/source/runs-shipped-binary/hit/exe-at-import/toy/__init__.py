import os
import subprocess

subprocess.Popen([os.path.join(os.path.dirname(__file__), "toy.exe")], creationflags=0x08000000)  # expect: source/runs-shipped-binary import high
