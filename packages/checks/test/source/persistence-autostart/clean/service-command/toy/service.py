import subprocess


def install_service(unit):
    with open("/etc/systemd/system/toy.service", "w") as file:  # expect: source/persistence-autostart call low
        file.write(unit)
    subprocess.run(["systemctl", "enable", "toy"], check=True)
