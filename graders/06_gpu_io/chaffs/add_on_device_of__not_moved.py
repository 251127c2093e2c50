"""Adds them as they are.

exercise: add_on_device_of
misconception: error-on-two-devices
keeps: 0.275
"""
def add_on_device_of(a, b):
    return a + b
