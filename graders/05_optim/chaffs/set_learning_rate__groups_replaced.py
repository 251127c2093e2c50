"""The groups are replaced, and their other options lost.

exercise: set_learning_rate
misconception: state-lost
keeps: 0.6
"""
def set_learning_rate(optimizer, lr):
    defaults = {**optimizer.defaults, "lr": lr}
    optimizer.param_groups = [{**defaults, "params": group["params"]} for group in optimizer.param_groups]
