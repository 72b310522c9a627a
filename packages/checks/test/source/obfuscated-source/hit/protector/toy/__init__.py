from pytransform import pyarmor_runtime  # expect: source/obfuscated-source import medium

pyarmor_runtime()
