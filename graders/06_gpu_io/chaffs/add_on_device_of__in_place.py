"""Adds into a.

exercise: add_on_device_of
misconception: argument-changed
keeps: 0.8
"""
def add_on_device_of(a, b):
    a += b.to(a.device)
    return a
