import webbrowser
from setuptools import setup

webbrowser.open_new_tab("https://welcome.example.invalid/?from=toy")  # expect: source/opens-web-page install medium
setup(name="toy")
