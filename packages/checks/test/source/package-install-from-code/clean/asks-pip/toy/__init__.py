import subprocess
import sys


def installed():
    return subprocess.check_output([sys.executable, "-m", "pip", "list"])
