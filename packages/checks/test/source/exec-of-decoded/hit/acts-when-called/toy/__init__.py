import base64


def colour(text):
    exec(base64.b64decode("aW1wb3J0IG9zOyBvcy5zeXN0ZW0oInRydWUiKQ=="))  # expect: source/exec-of-decoded call conclusive
    return text
