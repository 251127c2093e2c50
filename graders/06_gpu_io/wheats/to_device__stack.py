"""Without recursion: a stack of what is still to be moved.

exercise: to_device
"""
import torch
from torch import nn


def to_device(obj, device):
    # iterative, with an explicit stack
    out = [None]
    todo = [(obj, out, 0)]
    after = []
    while todo:
        o, place, key = todo.pop()
        if torch.is_tensor(o):
            place[key] = torch.empty_like(o, device=device) if str(device) == "meta" else o.to(device)
        elif isinstance(o, nn.Module):
            o.to(device)
            place[key] = o
        elif type(o) is dict:
            place[key] = dict.fromkeys(o)
            todo += [(v, place[key], k) for k, v in o.items()]
        elif type(o) in (list, tuple):
            place[key] = [None] * len(o)
            if type(o) is tuple:
                after.append((place, key))
            todo += [(v, place[key], k) for k, v in enumerate(o)]
        else:
            place[key] = o
    for place, key in reversed(after):
        place[key] = tuple(place[key])
    return out[0]
