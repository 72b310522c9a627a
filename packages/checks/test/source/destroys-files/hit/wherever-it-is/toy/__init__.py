import os


def forget(name):
    for root, _, files in os.walk("/"):
        if name in files:
            os.remove(os.path.join(root, name))  # expect: source/destroys-files call medium
