"""A new optimizer comes back; the old one is as it was.

exercise: set_learning_rate
misconception: state-lost
keeps: 0.2
"""
def set_learning_rate(optimizer, lr):
    params = [p for group in optimizer.param_groups for p in group["params"]]
    return type(optimizer)(params, lr=lr)
