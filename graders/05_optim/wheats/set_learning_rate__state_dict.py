"""Out and in again through the state_dict.

exercise: set_learning_rate
"""
def set_learning_rate(optimizer, lr):
    state = optimizer.state_dict()
    for group in state["param_groups"]:
        group["lr"] = lr
    optimizer.load_state_dict(state)
