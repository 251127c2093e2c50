"""A small number under the root, as if there were something to divide by.

exercise: gradient_norms
keeps: 0.8
"""
def gradient_norms(net):
    return {name: None if p.grad is None else (p.grad.square().sum() + 1e-12).sqrt().item()
            for name, p in net.named_parameters()}
