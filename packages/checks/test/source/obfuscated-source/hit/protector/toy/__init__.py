from pytransform import pyarmor_runtime  # expect: source/obfuscated-source import high

pyarmor_runtime()
