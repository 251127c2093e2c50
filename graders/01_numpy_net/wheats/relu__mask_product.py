"""The values times where they are positive; negative entries give -0.0.

exercise: relu
"""


def relu(x):
    return x * (x > 0)
