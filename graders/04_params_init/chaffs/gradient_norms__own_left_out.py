"""The parameters of the net itself, which stand in no layer, are left out.

exercise: gradient_norms
misconception: other-names-left-out
keeps: 0.85
"""
def gradient_norms(net):
    norms = {}
    for prefix, m in net.named_children():
        for name, p in m.named_parameters():
            norms[prefix + "." + name] = None if p.grad is None else p.grad.norm().item()
    return norms
