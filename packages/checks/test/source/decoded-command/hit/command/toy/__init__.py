import base64
import os

os.system(base64.b64decode("dHJ1ZQ==").decode())  # expect: source/decoded-command import conclusive
