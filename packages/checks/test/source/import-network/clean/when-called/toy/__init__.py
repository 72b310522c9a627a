import requests


def rates():
    return requests.get("https://rates.example.invalid").json()
