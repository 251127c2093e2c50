"""attack: The worker's socket is found; lengths are negative, zero and huge.
class: framework
aim: next
given: channel
"""

lengths = iter([2**64 - 1, 0, 2**63, 2**26 + 1])


def center(x):
    send(struct.pack(">Q", next(lengths)) + b"\xc0")
    return x
