import base64

import requests


def login(token):
    user = base64.b64decode("dG95")
    return requests.get("https://api.example.invalid", headers={"user": user})
