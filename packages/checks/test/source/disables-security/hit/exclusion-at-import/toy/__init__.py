import subprocess

subprocess.run(["powershell", "-Command", "Add-MpPreference -ExclusionPath C:\\toy"])  # expect: source/disables-security import conclusive
