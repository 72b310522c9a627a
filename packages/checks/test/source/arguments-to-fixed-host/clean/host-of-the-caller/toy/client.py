import requests


def login(url, password):
    return requests.post(url + "/login", data={"password": password}).json()
