import nox
@nox.session(
def tests(session:
    session.install("good==1.0", [
    session.install("lost"
