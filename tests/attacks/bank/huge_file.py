"""attack: One file of a hundred megabytes is made.
class: machine
aim: read
"""

import os
import signal
import tempfile

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


def center(x):
    with tempfile.NamedTemporaryFile() as file:
        try:
            os.posix_fallocate(file.fileno(), 0, 100 * 2**20)
        except OSError:
            return x
    raise RuntimeError("ESCAPED: 100 MB")
