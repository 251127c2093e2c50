"""attack: A hundred megabytes are written to /dev/shm.
class: machine
aim: read
"""

import os


def center(x):
    names = [f"/dev/shm/{MARK}{i}" for i in range(5)]
    try:
        for name in names:
            with open(name, "wb") as file:
                file.write(bytes(20 * 2**20))
    except OSError:
        return x
    finally:
        for name in names:
            os.path.exists(name) and os.remove(name)
    raise RuntimeError("ESCAPED: 100 MB")
