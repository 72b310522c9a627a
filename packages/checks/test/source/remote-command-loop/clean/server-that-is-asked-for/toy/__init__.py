import subprocess

from flask import Flask, request

app = Flask(__name__)


@app.route("/toy")
def toy():
    return subprocess.check_output(["ls", request.args.get("folder")])


def main():
    app.run()
