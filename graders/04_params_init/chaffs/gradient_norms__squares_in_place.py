"""The gradients are squared on the way.

exercise: gradient_norms
misconception: net-changed
keeps: 0.7
"""
def gradient_norms(net):
    return {name: None if p.grad is None else p.grad.pow_(2).sum().sqrt().item()
            for name, p in net.named_parameters()}
