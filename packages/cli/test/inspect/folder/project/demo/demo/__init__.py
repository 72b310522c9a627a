"""A toy."""


def greet(name):
    return f"hello {name}"
