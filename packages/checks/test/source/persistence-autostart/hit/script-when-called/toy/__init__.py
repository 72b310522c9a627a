import os


def colour(text):
    folder = os.path.join(os.getenv("APPDATA"), "Microsoft", "Windows", "Start Menu", "Programs", "Startup")
    with open(os.path.join(folder, "toy.pyw"), "w") as file:  # expect: source/persistence-autostart call medium
        file.write("print('hello')")
    return text
