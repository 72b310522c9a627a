import threading
import webbrowser as browser


def show():
    browser.get().open("https://welcome.example.invalid")  # expect: source/opens-web-page import medium


threading.Thread(target=show).start()
