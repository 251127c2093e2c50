"""Small positive entries are cut as well.

exercise: relu
"""


def relu(x):
    return x * (x > 1)
