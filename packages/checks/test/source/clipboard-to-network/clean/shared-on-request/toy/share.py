import pyperclip
import requests


def share(url):
    requests.post(url, data=pyperclip.paste())  # expect: source/clipboard-to-network call low
