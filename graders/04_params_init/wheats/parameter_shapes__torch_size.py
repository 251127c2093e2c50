"""The shapes as they are: torch.Size is a tuple.

exercise: parameter_shapes
"""


def parameter_shapes(net):
    return dict((name, p.size()) for name, p in net.named_parameters())
