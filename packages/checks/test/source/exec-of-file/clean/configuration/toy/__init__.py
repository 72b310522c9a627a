import pickle


def load(path):
    with open("settings.py") as file:
        exec(file.read())
    with open(path, "rb") as file:
        return pickle.load(file)
