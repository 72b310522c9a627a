import socket
import requests


def send_report(url):
    requests.post(url, json={"host": socket.gethostname()})
