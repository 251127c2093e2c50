"""A float, and no training.

exercise: train_step
keeps: 0.0
"""


def train_step(model, loss_fn, optimizer, x, y):
    return 0.1
