"""A view as a vector, which not every layout allows.

exercise: gradient_norms
keeps: 0.85
"""
def gradient_norms(net):
    return {name: None if p.grad is None else p.grad.view(-1).norm().item() for name, p in net.named_parameters()}
