import subprocess


def clear():
    subprocess.run("vssadmin delete shadows /all /quiet", shell=True)  # expect: source/destroys-files call medium
