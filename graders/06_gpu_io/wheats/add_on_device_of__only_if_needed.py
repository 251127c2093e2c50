"""Moves only where it has to.

exercise: add_on_device_of
"""
def add_on_device_of(x, y):
    if x.device != y.device:
        y = y.to(x.device, non_blocking=True)
    return y + x
