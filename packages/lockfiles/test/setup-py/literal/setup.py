#!/usr/bin/env python
from setuptools import find_packages, setup

setup(
    name="shop",
    packages=find_packages(),
    python_requires=">=3.9",
    install_requires=[
        "django>=4.2,<5",
        "requests[socks]==2.32.3; python_version >= '3.8'",  # socks for the proxy
        "billing @ https://files.example.org/billing-1.0.tar.gz",
        "split"
        "==1.0",
    ],
    setup_requires=("setuptools_scm>=6", "wheel"),
    tests_require="""
        pytest  # the runner
        coverage==7.5
    """,
    extras_require={
        "docs": ["sphinx"],
        ":python_version < '3.11'": ["tomli>=2"],
        "win:sys_platform == 'win32'": ["pywin32; platform_machine == 'AMD64'"],
        "bad:nonsense": ["kept"],
    },
    dependency_links=["https://files.example.org/links/"],
)
