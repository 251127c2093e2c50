"""Makes an array of each parameter, which those on meta refuse.

exercise: count_parameters
keeps: 0.85
"""
def count_parameters(net, trainable_only=False):
    return sum(p.detach().cpu().numpy().size for p in net.parameters() if p.requires_grad or not trainable_only)
