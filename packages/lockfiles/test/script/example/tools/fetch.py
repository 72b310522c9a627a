#!/usr/bin/env python3
"""Says hello."""
# /// script
# requires-python = ">=3.11"
# dependencies = [
#   "requests<3",
#
#   "rich==13.7.1",
#   "core-lib",
# ]
#
# [tool.uv.sources]
# core-lib = { path = "../core" }
#
# [[tool.uv.index]]
# url = "https://packages.example.org/simple"
# ///

import requests
