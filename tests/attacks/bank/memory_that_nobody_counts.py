"""attack: Memory that no process maps, in memfd files, is filled: 320 MB.
class: machine
aim: read
"""

import os


def center(x):
    for _ in range(8):
        file = os.memfd_create("x")
        os.write(file, b"x" * (40 * 2**20))
    raise RuntimeError("ESCAPED: 320 MB")
