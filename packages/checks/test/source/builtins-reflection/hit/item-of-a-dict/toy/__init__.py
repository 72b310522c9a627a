import os

__import__("os").__dict__["sys" + "tem"]("true")  # expect: source/builtins-reflection import high
