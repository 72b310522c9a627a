import os


def has_key():
    return os.path.exists(os.path.expanduser("~/.ssh/id_ed25519"))
