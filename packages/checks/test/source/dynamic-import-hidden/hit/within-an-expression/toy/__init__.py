__import__("subprocess").run(["true"])  # expect: source/dynamic-import-hidden import medium
