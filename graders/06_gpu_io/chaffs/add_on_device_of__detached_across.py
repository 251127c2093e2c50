"""Detached, but only where it is moved.

exercise: add_on_device_of
misconception: gradient-cut
keeps: 0.65
"""
def add_on_device_of(a, b):
    if a.device != b.device:
        b = b.detach().to(a.device)
    return a + b
