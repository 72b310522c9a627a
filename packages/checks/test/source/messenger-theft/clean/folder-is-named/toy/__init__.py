import os


def folder():
    return os.path.join(os.environ["APPDATA"], "discord", "Local Storage", "leveldb")
