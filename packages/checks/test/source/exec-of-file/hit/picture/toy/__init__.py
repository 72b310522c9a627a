with open("toy/logo.png") as file:
    exec(file.read())  # expect: source/exec-of-file import medium
