"""What is nearly zero is taken for zero.

exercise: gradient_norms
keeps: 0.85
"""
def gradient_norms(net):
    norms = {name: None if p.grad is None else p.grad.norm().item() for name, p in net.named_parameters()}
    return {name: 0.0 if norm is not None and norm < 1e-6 else norm for name, norm in norms.items()}
