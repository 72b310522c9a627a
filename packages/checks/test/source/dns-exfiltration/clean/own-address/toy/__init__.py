import socket


def own_address():
    return socket.gethostbyname(socket.gethostname())


def is_up():
    return bool(socket.gethostbyname("www.example.invalid"))
