"""Without the flag only the frozen ones count.

exercise: count_parameters
misconception: flag-the-wrong-way
keeps: 0.5
"""
def count_parameters(net, trainable_only=False):
    return sum(p.numel() for p in net.parameters() if p.requires_grad is trainable_only)
