import requests

requests.get("https://count.example.invalid/imported")  # expect: source/import-network import medium
