import getpass
import requests


def login():
    return requests.post("https://api.example.invalid/login", data={"p": getpass.getpass()}).json()
