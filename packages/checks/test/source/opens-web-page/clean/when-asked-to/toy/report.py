import webbrowser

webbrowser.open("file:///tmp/toy.html")  # expect: source/opens-web-page import low
