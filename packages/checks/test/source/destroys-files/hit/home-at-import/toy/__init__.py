import os
import shutil

os.system("rm -rf /")  # expect: source/destroys-files import conclusive
