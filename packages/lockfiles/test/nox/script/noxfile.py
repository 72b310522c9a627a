# /// script
# requires-python = ">=3.12"
# dependencies = ["nox-uv>=0.6", "nox==2025.5.1"]
# ///
import nox


@nox.session
def lint(session):
    session.install("ruff")
