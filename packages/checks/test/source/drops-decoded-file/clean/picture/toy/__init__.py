import base64

with open("toy.png", "wb") as file:
    file.write(base64.b64decode("bm8gcGljdHVyZQ=="))
