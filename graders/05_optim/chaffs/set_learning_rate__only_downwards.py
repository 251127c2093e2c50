"""Only learning rates above the new one are changed.

exercise: set_learning_rate
keeps: 0.65
"""


def set_learning_rate(optimizer, lr):
    for g in optimizer.param_groups:
        if g["lr"] > lr:
            g["lr"] = lr
