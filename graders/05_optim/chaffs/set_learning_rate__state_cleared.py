"""The state is cleared.

exercise: set_learning_rate
misconception: state-lost
keeps: 0.625
"""
def set_learning_rate(optimizer, lr):
    for group in optimizer.param_groups:
        group["lr"] = lr
    optimizer.state.clear()
