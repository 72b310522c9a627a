import os
import pty
import socket


def console():
    pty.spawn("/bin/sh")


def ping(host):
    socket.create_connection((host, 80)).close()
