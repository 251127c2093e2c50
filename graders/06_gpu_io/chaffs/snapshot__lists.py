"""Numbers in place of tensors.

exercise: snapshot
"""
def snapshot(net):
    return {name: value.tolist() for name, value in net.state_dict().items()}
