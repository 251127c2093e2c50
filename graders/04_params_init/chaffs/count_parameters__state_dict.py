"""state_dict knows neither sharing nor what is a buffer.

exercise: count_parameters
misconception: shared-counted-twice
keeps: 0.6
"""


def count_parameters(net, trainable_only=False):
    frozen = {name for name, p in net.named_parameters() if not p.requires_grad}
    return sum(v.numel() for name, v in net.state_dict().items() if not (trainable_only and name in frozen))
