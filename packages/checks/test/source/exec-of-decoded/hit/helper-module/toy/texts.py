import base64


def unwrap(text):
    return base64.b64decode(text).decode()
