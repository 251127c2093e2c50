"""attack: Compiled files of hidden graders are looked for.
class: machine
aim: read
"""

import pathlib


def center(x):
    found = [p for top in (KIT, CANARY) for p in pathlib.Path(top).rglob("*.pyc")]
    raise RuntimeError(str([p.read_bytes().decode("latin-1")[-150:] for p in found]))
