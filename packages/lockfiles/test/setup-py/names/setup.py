import sys

import setuptools

DJANGO = "django" + ">=4.2"
base: list = [DJANGO, "requests"]
base += ["click==8.1.7"]
base.append("rich")
if sys.version_info < (3, 11): base.append("tomli")
if sys.platform == "win32":
    base.extend(["pywin32", "colorama"])
elif sys.platform == "darwin":
    base = ["pyobjc"]

extras = {"docs": ["sphinx"]}
extras["dev"] = ["black"] + extras_dev
extras["dev"].append("mypy")
extras.update(test=["pytest"], **{"lint": ["ruff"]})


def helper():
    base = ["never-seen"]
    return base


def main():
    config = dict(install_requires=[*base, "local==1.0"], zip_safe=False)
    config["tests_require"] = list(base)
    setuptools.setup(name="shop", extras_require=extras, **config)


if __name__ == "__main__":
    main()
