def go():
    eval("1 + 1 + 1 + 1"[::-1])  # expect: source/exec-of-built-text call medium
