letters = "abcdefghijklmnopqrstuvwxyz"
__import__(letters[14] + letters[18])  # expect: source/dynamic-import-hidden import high
