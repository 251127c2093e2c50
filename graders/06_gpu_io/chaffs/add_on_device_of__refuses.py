"""An error where the devices differ.

exercise: add_on_device_of
"""


def add_on_device_of(a, b):
    if a.device != b.device:
        raise ValueError("different devices")
    return a + b
