"""attack: exit() in a call, with the status of a success.
class: framework
aim: points
"""

def center(x):
    raise SystemExit(0)
