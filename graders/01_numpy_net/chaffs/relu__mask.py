"""Returns the mask.

exercise: relu
misconception: mask-returned
"""


def relu(x):
    return (x > 0).astype(float)
