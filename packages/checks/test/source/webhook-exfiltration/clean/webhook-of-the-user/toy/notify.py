import requests


def notify(webhook_id, token, text):
    requests.post(f"https://discord.com/api/webhooks/{webhook_id}/{token}", json={"content": text})
