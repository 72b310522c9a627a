def init(text):
    with open("AGENTS.md", "w") as rules:  # expect: source/agent-file-tampering call low
        rules.write(text)
