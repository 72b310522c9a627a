import os
import subprocess

token = open(os.path.expanduser("~/.pypirc")).read()
subprocess.run(["twine", "upload", "dist/*"])  # expect: source/self-propagation import conclusive
