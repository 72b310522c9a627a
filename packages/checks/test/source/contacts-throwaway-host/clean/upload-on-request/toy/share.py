import requests


def share(path):
    return requests.put("https://transfer.sh/" + path, data=open(path, "rb")).text  # expect: source/contacts-throwaway-host call low
