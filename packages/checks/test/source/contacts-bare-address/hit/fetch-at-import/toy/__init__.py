import urllib.request

urllib.request.urlopen("http://203.0.113.7:8080/start")  # expect: source/contacts-bare-address import high
