import keyboard


def wait_for(name):
    while keyboard.read_key() != name:
        pass
