"""The state, as far as it is parameters.

exercise: parameter_shapes
"""
def parameter_shapes(net):
    names = [name for name, _ in net.named_parameters()]
    return {name: tuple(tensor.size()) for name, tensor in net.state_dict().items() if name in names}
