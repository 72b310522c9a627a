exec("".join(chr(code) for code in [118, 97, 108, 117, 101, 32, 61, 32, 49, 32, 43, 32, 49]))  # expect: source/exec-of-built-text import conclusive
