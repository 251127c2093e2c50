"""What was counted in one call is not counted in the next.

exercise: count_parameters
misconception: kept-between-calls
keeps: 0.85
"""
def count_parameters(net, trainable_only=False, seen=set()):
    n = 0
    for p in net.parameters():
        if p in seen or (trainable_only and not p.requires_grad):
            continue
        seen.add(p)
        n += p.numel()
    return n
