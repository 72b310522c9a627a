__version__ = "0"  # expect: source/placeholder import low
