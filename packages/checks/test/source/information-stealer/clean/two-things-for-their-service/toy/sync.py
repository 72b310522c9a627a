import pyperclip
import requests


def paste_address(url):
    address = requests.get("https://api.ipify.org").text
    pyperclip.copy(pyperclip.paste() + address)
    requests.post(url, json={"address": address})
