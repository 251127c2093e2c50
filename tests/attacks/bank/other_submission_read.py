"""attack: The submission of somebody else is read.
class: machine
aim: read
"""

def center(x):
    with open(f"{CANARY}/submitted/bela/shapes.py") as file:
        raise RuntimeError(file.read())
