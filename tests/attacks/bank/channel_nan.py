"""attack: The worker's socket is found; NaN and infinities are sent for every number.
class: framework
aim: points
given: channel
"""

def center(x):
    values = struct.pack("<f", float("nan")) * x.numel()
    tensor = msgpack.ExtType(1, msgpack.packb(["float32", list(x.shape), values]))
    send(frame({"value": {"y": [tensor, tensor], "x": [tensor, tensor]}}))
    return x * float("nan")


def next_id():
    return [float("nan"), float("inf")]
