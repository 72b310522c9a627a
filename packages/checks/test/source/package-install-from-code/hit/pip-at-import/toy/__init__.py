import subprocess
import sys

try:
    import toy_needs
except ImportError:
    subprocess.check_call([sys.executable, "-m", "pip", "install", "toy-needs"])  # expect: source/package-install-from-code import medium
