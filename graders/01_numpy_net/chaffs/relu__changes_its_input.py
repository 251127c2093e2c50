"""Writes zeros into the caller's array.

exercise: relu
misconception: changes-its-input
keeps: 0.7
"""


def relu(x):
    x[x < 0] = 0
    return x
