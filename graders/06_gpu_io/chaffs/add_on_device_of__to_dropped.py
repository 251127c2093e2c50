"""Throws the moved tensor away.

exercise: add_on_device_of
misconception: error-on-two-devices
keeps: 0.3
"""
def add_on_device_of(a, b):
    b.to(a.device)
    return a + b
