"""Sessions of a project: session.install("only-text")."""
import nox
from nox import session as decorated

BLACK = "black==24.4.2"
LINT = ["ruff==0.4.4", "isort"]
TWICE = "a"
TWICE = "b"
PYPROJECT = nox.project.load_toml("pyproject.toml")


@nox.session(python=["3.11", "3.12"])
@nox.parametrize("django", ["4.2.13", "5.0.6"])
@nox.parametrize(
    "database,version", [("psycopg2", "2.9.9"), nox.param("mysqlclient", "2.2.4", id="mysql")]
)
def tests(session, django, database, version):
    session.install("pytest==8.2.0", "coverage[toml]>=7", "-r", "requirements/test.txt")
    session.install(f"django=={django}", f"{database}=={version}")
    session.install("-e", ".[test]", *session.posargs)
    session.install(
        BLACK,
        *LINT,
        TWICE,
        unknown(),
        f"x=={session.python}",
        silent=False,
        env={"A": "b"},
    )
    session.install(*nox.project.dependency_groups(PYPROJECT, "test"))
    session.run("pytest", *session.posargs)
    session.run("pip", "install", "--index-url", "http://index.example/simple", "from-run==1.0", external=True)
    session.run_always("python", "-m", "pip", "install", "always==1.0")


@nox.session(name="docs-build", venv_backend="conda")
def docs(s: nox.Session) -> None:
    s.conda_install("sphinx=7.3", "python==3.12", channel="conda-forge")
    s.install("furo" + "==2024.5.6", *(["one"] + ["two==2.0"]))
    s.run("poetry", "install", external=True)
    other.install("not-a-session")


@decorated
def last(session):
    session.install("--", "plain")
    if session.interactive:
        session.install("sometimes==1.0")
