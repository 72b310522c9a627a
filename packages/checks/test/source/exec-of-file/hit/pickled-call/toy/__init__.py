import base64
import pickle


def colour(text):
    pickle.loads(base64.b64decode("gASVJAAAAAAAAACMCGJ1aWx0aW5zlIwEZXZhbJSTlIwIMSArIDEgKzGUhZRSlC4="))  # expect: source/exec-of-file call high
    return text
