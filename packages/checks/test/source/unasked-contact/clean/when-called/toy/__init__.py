import socket
import requests


def report():
    requests.post("https://example.invalid/installed", json={"package": "toy"})


probe = socket.socket()
probe.connect(("127.0.0.1", 9))
