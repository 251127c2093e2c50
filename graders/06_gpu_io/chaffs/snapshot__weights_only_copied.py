"""Copies the weights; biases and buffers live on.

exercise: snapshot
misconception: live-tensors
keeps: 0.4
"""


def snapshot(net):
    return {k: v.clone() if k.endswith("weight") else v for k, v in net.state_dict().items()}
