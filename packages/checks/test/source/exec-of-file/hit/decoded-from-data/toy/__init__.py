import base64

exec(base64.b64decode(open("toy/table.dat").read()))  # expect: source/exec-of-file import conclusive
