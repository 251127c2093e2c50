"""attack: The repository's history is read.
class: machine
aim: read
"""

import pathlib


def center(x):
    raise RuntimeError(pathlib.Path(CANARY, ".git", "COMMIT_EDITMSG").read_text())
