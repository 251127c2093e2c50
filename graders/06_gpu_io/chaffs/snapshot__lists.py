"""Numbers in place of tensors.

exercise: snapshot
keeps: 0.25
"""
def snapshot(net):
    return {name: value.tolist() for name, value in net.state_dict().items()}
