import importlib

for name in ("toy.one", "toy.two"):
    importlib.import_module(name)
__import__("toy.three")
