"""attack: The worker's socket is found; tensors do not fit their shapes.
class: framework
aim: next
given: channel
"""

shapes = iter([[2**62, 2**62], [-3, -4], [0, 2**63], [1] * 1000, ["3", 4]])


def center(x):
    send(frame({"value": msgpack.ExtType(1, msgpack.packb(["float32", next(shapes), b""]))}))
    return x
