def double(x):
    return 2 * x


ACTIONS = {"double": double, "print": print}
ACTIONS["double"](2)
getattr("text", "upper")()
