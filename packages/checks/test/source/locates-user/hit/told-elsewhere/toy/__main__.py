import socket

import requests

address = requests.get("https://api.ipify.org?format=json").json()["ip"]
requests.post("https://count.example.invalid/api/log", json={"ip": address, "name": socket.gethostname()})  # expect: source/locates-user entry medium
