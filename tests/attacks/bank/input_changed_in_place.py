"""attack: The input is overwritten, so that what is expected of it is computed from zeros.
class: comparison
aim: points
"""

def center(x):
    return x.zero_()
