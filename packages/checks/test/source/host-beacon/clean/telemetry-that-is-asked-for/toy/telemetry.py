import socket
import requests


def send_report(url):
    requests.post(url, json={"host": socket.gethostname()})  # expect: source/host-beacon call low
