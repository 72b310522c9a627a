run = getattr(__builtins__, "ex" + "ec")  # expect: source/builtins-reflection import low
getattr(__builtins__, "ev" + "al")("1 + 1")  # expect: source/builtins-reflection import conclusive
