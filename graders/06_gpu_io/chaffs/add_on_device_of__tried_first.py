"""Moves b only where torch refuses; a number of shape () is added to a tensor on any device, and the sum is there.

exercise: add_on_device_of
misconception: wrong-device
keeps: 0.6
"""
def add_on_device_of(a, b):
    if a.device != b.device and a.dim() == 0:
        return a + b
    return a + b.to(a.device)
