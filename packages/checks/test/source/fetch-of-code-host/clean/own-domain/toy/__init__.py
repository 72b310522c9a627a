import requests

text = requests.get("https://data.example.invalid/list.txt").text
