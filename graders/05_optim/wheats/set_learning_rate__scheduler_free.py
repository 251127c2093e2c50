"""Defaults too; the optimizer comes back.

exercise: set_learning_rate
"""
def set_learning_rate(optimizer, lr):
    optimizer.defaults["lr"] = lr
    list(map(lambda group: group.__setitem__("lr", float(lr)), optimizer.param_groups))
    return optimizer
