def link(folder, packages):
    with open(packages + "/toy.pth", "w") as file:  # expect: source/writes-start-file call low
        file.write(folder + "\n")
