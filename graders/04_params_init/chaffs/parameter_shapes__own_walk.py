"""Walks over the modules' own dicts, where a missing bias is None.

exercise: parameter_shapes
keeps: 0.8
"""


def parameter_shapes(net):
    shapes, seen = {}, set()
    for path, module in net.named_modules():
        for key, tensor in module._parameters.items():
            if id(tensor) not in seen:
                seen.add(id(tensor))
                shapes[f"{path}.{key}" if path else key] = tuple(tensor.shape)
    return shapes
