"""Returns the mask.

exercise: relu
misconception: mask-returned
keeps: 0.4
"""


def relu(x):
    return (x > 0).astype(float)
