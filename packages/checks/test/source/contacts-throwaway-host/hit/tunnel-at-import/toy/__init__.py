import requests

requests.get("https://toy-example-invalid.ngrok.io/")  # expect: source/contacts-throwaway-host import high
