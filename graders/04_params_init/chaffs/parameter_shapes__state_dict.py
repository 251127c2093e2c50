"""state_dict lists buffers too.

exercise: parameter_shapes
misconception: buffers-included
keeps: 0.675
"""


def parameter_shapes(net):
    return {name: tuple(value.shape) for name, value in net.state_dict().items()}
