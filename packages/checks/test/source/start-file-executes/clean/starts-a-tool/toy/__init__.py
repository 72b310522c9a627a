import os
import subprocess


def start():
    config = os.environ.get("TOY_CONFIG")
    if config:
        exec("x = 1")  # expect: source/start-file-executes start low
