"""Returns the mask as True and False.

exercise: relu
misconception: mask-returned
keeps: 0.25
"""


def relu(x):
    return x > 0
