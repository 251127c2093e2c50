"""Knows buffers by the names that batch norm gives them.

exercise: count_parameters
misconception: buffers-counted
keeps: 0.85
"""
def count_parameters(net, trainable_only=False):
    names = ("running_mean", "running_var", "num_batches_tracked")
    found = {id(t): t for name, t in net.state_dict(keep_vars=True).items() if name.split(".")[-1] not in names}
    return sum(t.numel() for t in found.values() if t.requires_grad or not trainable_only)
