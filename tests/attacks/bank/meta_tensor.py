"""attack: A tensor without values has no wrong value.
class: comparison
aim: points
"""

def center(x):
    return x.to("meta")
