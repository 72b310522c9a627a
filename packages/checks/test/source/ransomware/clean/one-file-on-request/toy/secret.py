from cryptography.fernet import Fernet


def encrypt(path, key):
    data = Fernet(key).encrypt(open(path, "rb").read())
    with open(path, "wb") as file:
        file.write(data)
