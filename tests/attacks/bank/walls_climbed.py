"""attack: Paths with dots, links and descriptors of folders lead out of the sandbox.
class: machine
aim: read
"""

import os


def center(x):
    os.symlink(f"{KIT}/graders/07_mini/test_shapes.py", "link")
    root = os.open("/", os.O_RDONLY)
    for path in ("link", "/proc/1/root" + KIT + "/graders/07_mini/test_shapes.py", ".." + "/.." * 20 + KIT + "/graders/07_mini/test_shapes.py"):
        try:
            with open(os.open(path, os.O_RDONLY, dir_fd=root if path[0] != "l" else None)) as file:
                raise RuntimeError(file.read(200))
        except OSError:
            pass
    return x
