from ._core import start

start()
