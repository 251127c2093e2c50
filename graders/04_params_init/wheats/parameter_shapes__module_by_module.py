"""Module by module, asking each for its own.

exercise: parameter_shapes
"""
def parameter_shapes(net):
    shapes, known = {}, set()
    for path, module in net.named_modules():
        for name, p in module.named_parameters(recurse=False):
            if p not in known:
                known.add(p)
                shapes[f"{path}.{name}" if path else name] = p.detach().numpy().shape
    return shapes
