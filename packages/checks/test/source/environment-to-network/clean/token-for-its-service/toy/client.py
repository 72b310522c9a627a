import os
import requests


def repositories():
    token = os.environ["GITHUB_TOKEN"]
    return requests.get("https://api.example.invalid/repos", headers={"Authorization": token}).json()
