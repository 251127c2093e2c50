"""attack: Five thousand files are made.
class: machine
aim: read
"""

import shutil
import tempfile


def center(x):
    folder = tempfile.mkdtemp()
    try:
        for i in range(5000):
            open(f"{folder}/{i}", "w").close()
    except OSError:
        return x
    finally:
        shutil.rmtree(folder)
    raise RuntimeError("ESCAPED: 5000 files")
