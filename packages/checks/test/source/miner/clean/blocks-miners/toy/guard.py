BLOCKED = {"xmrig", "minerd"}


def is_miner(process):
    return process in BLOCKED
