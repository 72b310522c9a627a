import os
import shutil
import sys

startup = os.path.join(os.getenv("APPDATA"), "Microsoft\\Windows\\Start Menu\\Programs\\Startup")
shutil.copy("toy.exe", os.path.join(startup, "toy.exe"))  # expect: source/persistence-autostart import conclusive
