"""One missing gradient makes all of them None.

exercise: gradient_norms
keeps: 0.7
"""
def gradient_norms(net):
    ready = all(p.grad is not None for p in net.parameters())
    return {name: p.grad.norm().item() if ready else None for name, p in net.named_parameters()}
