"""One dict for all calls, in which the norms of earlier nets stay.

exercise: gradient_norms
misconception: kept-between-calls
keeps: 0.85
"""
def gradient_norms(net, norms={}):
    for name, p in net.named_parameters():
        norms[name] = None if p.grad is None else p.grad.norm().item()
    return norms
