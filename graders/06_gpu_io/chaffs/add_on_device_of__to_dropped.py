"""Throws the moved tensor away.

exercise: add_on_device_of
misconception: two-devices
"""
def add_on_device_of(a, b):
    b.to(a.device)
    return a + b
