"""Returns the mask as True and False.

exercise: relu
misconception: mask-returned
"""


def relu(x):
    return x > 0
