"""Returns a copy of x.

exercise: relu
misconception: negatives-kept
keeps: 0.1
"""


def relu(x):
    return x.copy()
