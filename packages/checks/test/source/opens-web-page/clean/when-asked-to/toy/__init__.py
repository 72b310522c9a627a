import webbrowser


def documentation():
    webbrowser.open("https://docs.example.invalid")
