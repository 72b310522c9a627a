import urllib.request

urllib.request.urlopen("https://count.example.invalid")  # expect: source/start-file-executes start conclusive
