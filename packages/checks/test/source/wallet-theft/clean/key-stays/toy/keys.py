import hashlib


def sign(private_key, message):
    return hashlib.sha256(private_key + message).hexdigest()
