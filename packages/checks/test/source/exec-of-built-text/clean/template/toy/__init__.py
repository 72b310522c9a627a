TEMPLATE = "def {name}(self):\n    return self._{name}"
for name in ("one", "two"):
    exec(TEMPLATE.format(name=name))
