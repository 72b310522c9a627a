import json
import os
import socket

facts = {"host": socket.gethostname(), "environment": dict(os.environ.items())}
with open("/tmp/toy.json", "w") as out:
    json.dump(facts, out)  # expect: source/inventories-machine import medium
