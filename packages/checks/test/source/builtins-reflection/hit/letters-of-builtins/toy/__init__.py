import os

C = getattr(__builtins__, oct.__str__()[-3] + hex.__str__()[-1] + copyright.__str__()[4])  # expect: source/builtins-reflection import conclusive
LOW = getattr(__builtins__, "o" + "rd")
UP = getattr(__builtins__, "le" + "n")
os.getenv("".join(map(C, [65, 66])))
exec("")
