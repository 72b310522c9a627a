__version__ = "1"  # expect: source/dependency-only import low
