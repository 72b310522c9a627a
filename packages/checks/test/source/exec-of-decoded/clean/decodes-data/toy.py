import base64
import zlib

ICON = base64.b64decode("cHJpbnQoInRveSIp")
TABLE = zlib.decompress(base64.b64decode("eJwDAAAAAAE="))
exec("x = 1")
