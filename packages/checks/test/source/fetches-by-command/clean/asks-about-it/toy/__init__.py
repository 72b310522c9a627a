import subprocess


def has_curl():
    return subprocess.run(["curl", "--version"], check=False).returncode == 0


def is_up():
    return subprocess.run(["curl", "--fail", "http://localhost:8000/health"], check=False).returncode == 0


def certificates():
    return subprocess.check_output(["certutil", "-L", "-d", "db"])
