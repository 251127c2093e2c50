"""Adds into a copy of a, which then has to have the shape of the result.

exercise: add_on_device_of
keeps: 0.65
"""


def add_on_device_of(a, b):
    b = b.to(a.device)
    out = a.clone()
    out += b
    return out
