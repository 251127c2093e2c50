"""Only the last group.

exercise: set_learning_rate
misconception: first-group-only
keeps: 0.6
"""


def set_learning_rate(optimizer, lr):
    optimizer.param_groups[-1]["lr"] = lr
