import os


def get_requires_for_build_wheel(config_settings=None):
    os.system("./prepare-toy")  # expect: source/install-hook-spawns install medium
    return []
