"""NumPy on the flattened gradient.

exercise: gradient_norms
"""
import numpy


def gradient_norms(net):
    return {
        name: (float(numpy.linalg.norm(p.grad.numpy().ravel())) if isinstance(p.grad, torch.Tensor) else None)
        for name, p in net.named_parameters()
    }
