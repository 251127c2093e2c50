"""attack: Every inherited descriptor is read, and its file is opened anew.
class: machine
aim: read
"""

import os


def center(x):
    seen = []
    for descriptor in range(3, 256):
        try:
            path = os.readlink(f"/proc/self/fd/{descriptor}")
            if path.startswith("/") and os.path.isfile(path):
                with open(path, errors="replace") as file:
                    seen.append(file.read(200))
        except OSError:
            pass
    raise RuntimeError(str(seen))
