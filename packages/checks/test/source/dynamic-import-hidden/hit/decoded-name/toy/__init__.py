import base64

system = __import__(base64.b64decode("b3M=").decode())  # expect: source/dynamic-import-hidden import high
