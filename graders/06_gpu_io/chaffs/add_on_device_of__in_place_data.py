"""Adds into a, behind autograd's back.

exercise: add_on_device_of
misconception: argument-changed
keeps: 0.65
"""
def add_on_device_of(a, b):
    total = a + b.to(a.device)
    a.data = total.data
    return total
