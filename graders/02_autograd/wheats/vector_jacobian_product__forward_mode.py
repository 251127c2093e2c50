"""Forward mode, one input at a time.

exercise: vector_jacobian_product
"""
import torch


def vector_jacobian_product(f, x, v):
    x = x.detach()
    out = []
    for e in torch.eye(x.numel(), dtype=x.dtype):
        out.append((torch.func.jvp(f, (x,), (e.reshape(x.shape),))[1] * v).sum())
    return torch.stack(out).reshape(x.shape)
