"""ravel gives a view of the caller's array.

exercise: relu
misconception: changes-its-input
keeps: 0.7
"""


def relu(x):
    flat = x.ravel()
    for i, v in enumerate(flat):
        if v < 0:
            flat[i] = 0
    return flat.reshape(x.shape)
