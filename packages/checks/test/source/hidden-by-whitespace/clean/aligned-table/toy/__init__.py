import os

NAMES = ["a",                                                                                                                                                      "b"]
os.system("true")
