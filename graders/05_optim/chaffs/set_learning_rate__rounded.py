"""Rounded to five digits.

exercise: set_learning_rate
misconception: rounded
keeps: 0.75
"""
def set_learning_rate(optimizer, lr):
    for group in optimizer.param_groups:
        group["lr"] = round(lr, 5)
