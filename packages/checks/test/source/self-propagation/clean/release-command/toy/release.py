import subprocess


def release():
    subprocess.run(["twine", "upload", "dist/*"], check=True)  # expect: source/self-propagation call low
