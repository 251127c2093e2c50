"""The optimizer is initialised again.

exercise: set_learning_rate
misconception: state-lost
keeps: 0.55
"""
def set_learning_rate(optimizer, lr):
    params = [p for group in optimizer.param_groups for p in group["params"]]
    optimizer.__init__(params, lr=lr)
