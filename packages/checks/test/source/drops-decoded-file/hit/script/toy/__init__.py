import base64


def prepare():
    with open("toy-tool.py", "w") as file:
        file.write(base64.b64decode("cHJpbnQoMSk=").decode())  # expect: source/drops-decoded-file call medium
