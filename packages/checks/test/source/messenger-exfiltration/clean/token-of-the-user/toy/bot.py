import requests


def send(token, chat, text):
    return requests.post(f"https://api.telegram.org/bot{token}/sendMessage", data={"chat_id": chat, "text": text})  # expect: source/messenger-exfiltration call low
