def setup(install_requires):
    return install_requires
