"""The rate is multiplied.

exercise: set_learning_rate
keeps: 0.4
"""
def set_learning_rate(optimizer, lr):
    for group in optimizer.param_groups:
        group["lr"] *= lr
