import os

getattr(os, "sy" + "stem")("true 0")  # expect: source/obfuscated-source import high
getattr(os, "sy" + "stem")("true 1")
getattr(os, "sy" + "stem")("true 2")
getattr(os, "sy" + "stem")("true 3")
getattr(os, "sy" + "stem")("true 4")
getattr(os, "sy" + "stem")("true 5")
getattr(os, "sy" + "stem")("true 6")
