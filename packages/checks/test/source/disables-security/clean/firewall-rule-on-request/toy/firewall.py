import subprocess


def allow(port):
    subprocess.run(["netsh", "advfirewall", "firewall", "add", "rule", f"localport={port}"])  # expect: source/disables-security call low
