"""attack: A scalar stands for all values, in the hope that it is compared with one of them.
class: comparison
aim: points
"""

def center(x):
    return (x - x.mean()).flatten()[0]
