import json
import urllib.request


def prices():
    return json.loads(urllib.request.urlopen("https://prices.example.invalid/all.json").read())
