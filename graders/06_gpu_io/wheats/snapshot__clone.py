"""Each tensor cloned.

exercise: snapshot
"""
def snapshot(net):
    return {name: value.clone() for name, value in net.state_dict().items()}
