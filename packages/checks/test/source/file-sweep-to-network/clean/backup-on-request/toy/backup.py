import os
import requests


def backup(folder, url):
    for name in os.listdir(folder):
        with open(os.path.join(folder, name), "rb") as file:
            requests.put(url + name, data=file)  # expect: source/file-sweep-to-network call low
