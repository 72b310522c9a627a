import requests


def address():
    return requests.get("https://api.ipify.org").text
