def header(path):
    with open("app.asar", "rb") as file:
        return file.read(16)
