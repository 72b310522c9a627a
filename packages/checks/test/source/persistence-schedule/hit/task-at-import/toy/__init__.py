import os

os.system('schtasks /create /tn toy /tr "toy.exe" /sc minute')  # expect: source/persistence-schedule import conclusive
