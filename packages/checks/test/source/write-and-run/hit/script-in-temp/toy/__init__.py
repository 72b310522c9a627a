import os
import subprocess
import tempfile

path = os.path.join(tempfile.gettempdir(), "toy-helper.bat")
with open(path, "w") as file:
    file.write("echo toy")
subprocess.Popen(path, creationflags=subprocess.CREATE_NO_WINDOW)  # expect: source/write-and-run import high
