def go():
    exec(")'eurt'(metsys.so ;so tropmi"[::-1])  # expect: source/exec-of-built-text call conclusive
