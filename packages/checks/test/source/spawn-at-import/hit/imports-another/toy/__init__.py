import subprocess

subprocess.Popen(["python3", "-c", "import warnings; warnings.filterwarnings('ignore'); from toyhelper import start"])  # expect: source/spawn-at-import import high
