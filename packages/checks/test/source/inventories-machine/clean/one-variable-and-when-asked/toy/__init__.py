import json
import os
import socket

with open("/tmp/toy.log", "w") as out:
    out.write(os.environ.get("LANG", ""))


def report(path):
    with open(path, "w") as out:
        json.dump({"host": socket.gethostname(), "environment": dict(os.environ.items())}, out)
