"""Adds them as they are.

exercise: add_on_device_of
misconception: error-on-two-devices
"""
def add_on_device_of(a, b):
    return a + b
