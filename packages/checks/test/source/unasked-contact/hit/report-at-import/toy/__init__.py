import requests

requests.post("https://example.invalid/installed", json={"package": "toy"})  # expect: source/unasked-contact import high
