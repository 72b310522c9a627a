import joblib


def load(path):
    return joblib.load(path)
