"""Frozen parameters left out.

exercise: gradient_norms
misconception: none-left-out
keeps: 0.8
"""
def gradient_norms(net):
    return {name: None if p.grad is None else p.grad.norm().item()
            for name, p in net.named_parameters() if p.requires_grad}
