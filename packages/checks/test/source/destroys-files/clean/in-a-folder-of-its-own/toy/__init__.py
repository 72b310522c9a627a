import os


def clear(folder):
    for root, _, files in os.walk(folder):
        for name in files:
            os.remove(os.path.join(root, name))


def below(folder):
    for root, _, files in os.walk("/" + folder):
        for name in files:
            os.remove(os.path.join(root, name))
