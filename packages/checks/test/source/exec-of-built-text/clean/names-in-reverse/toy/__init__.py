NAMES = ["y", "x"]
FUNCTION = eval("lambda %s: 1.0 + 2.0" % ", ".join(reversed(NAMES)))
