import requests

text = requests.get("https://pastebin.com/raw/toytoytoy").text  # expect: source/fetch-of-code-host import high
