import os
import shutil
import tempfile


def clear():
    shutil.rmtree(os.path.join(tempfile.gettempdir(), "toy"))
    os.system("rm -rf /tmp/toy")
