"""attack: The gradebook is read.
class: machine
aim: read
"""

def center(x):
    with open(f"{CANARY}/gradebook.db") as file:
        raise RuntimeError(file.read())
