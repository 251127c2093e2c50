"""Parameters with equal numbers taken for shared ones.

exercise: parameter_shapes
keeps: 0.8
"""
import torch



def parameter_shapes(net):
    shapes, known = {}, []
    for name, p in net.named_parameters():
        if not any(p.shape == q.shape and torch.equal(p, q) for q in known):
            known.append(p)
            shapes[name] = tuple(p.shape)
    return shapes
