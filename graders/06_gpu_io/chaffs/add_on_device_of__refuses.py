"""An error where the devices differ.

exercise: add_on_device_of
keeps: 0.3
"""


def add_on_device_of(a, b):
    if a.device != b.device:
        raise ValueError("different devices")
    return a + b
