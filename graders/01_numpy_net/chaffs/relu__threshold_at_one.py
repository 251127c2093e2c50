"""Small positive entries are cut as well.

exercise: relu
keeps: 0.5
"""


def relu(x):
    return x * (x > 1)
