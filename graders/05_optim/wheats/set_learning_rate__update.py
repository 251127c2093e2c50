"""dict.update, by index.

exercise: set_learning_rate
"""
def set_learning_rate(optimizer, lr):
    for i in range(len(optimizer.param_groups)):
        optimizer.param_groups[i].update(lr=lr)
