"""return inside the loop.

exercise: set_learning_rate
misconception: first-group-only
keeps: 0.6
"""
def set_learning_rate(optimizer, lr):
    for group in optimizer.param_groups:
        group["lr"] = lr
        return
