"""A loop that counts the rows twice.

exercise: relu
keeps: 0.5
"""


def relu(x):
    out = x.copy()
    for i in range(len(x)):
        for j in range(len(x)):
            if j < x.shape[1]:
                out[i, j] = max(out[i, j], 0)
    return out
