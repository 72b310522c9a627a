import os
import requests


def login(url):
    """Reads what the person wrote down for this very host."""
    with open(os.path.expanduser("~/.netrc")) as file:
        user, password = file.read().split()[3:6:2]
    return requests.get(url, auth=(user, password))  # expect: source/secret-to-network call low
