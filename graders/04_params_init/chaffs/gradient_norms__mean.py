"""The mean of the squares in place of their sum.

exercise: gradient_norms
misconception: root-of-the-mean
keeps: 0.5
"""
def gradient_norms(net):
    return {name: None if p.grad is None else p.grad.square().mean().sqrt().item()
            for name, p in net.named_parameters()}
