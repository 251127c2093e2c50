"""Returns a copy of x.

exercise: relu
misconception: negatives-kept
"""


def relu(x):
    return x.copy()
