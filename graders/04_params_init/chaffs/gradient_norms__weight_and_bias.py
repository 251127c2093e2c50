"""Only parameters that are called weight or bias.

exercise: gradient_norms
misconception: other-names-left-out
keeps: 0.85
"""
def gradient_norms(net):
    norms = {}
    for name, m in net.named_modules():
        for kind in ("weight", "bias"):
            p = getattr(m, kind, None)
            if p is not None:
                norms[f"{name}.{kind}" if name else kind] = None if p.grad is None else p.grad.norm().item()
    return norms
