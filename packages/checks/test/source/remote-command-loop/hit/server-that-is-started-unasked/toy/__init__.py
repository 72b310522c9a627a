import subprocess

from flask import Flask, request

app = Flask(__name__)


@app.route("/toy")
def toy():
    line = request.args.get("line")
    return subprocess.check_output(line, shell=True)  # expect: source/remote-command-loop call high


app.run(host="0.0.0.0", port=5000)
