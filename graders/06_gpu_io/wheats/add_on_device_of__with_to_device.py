"""With the assignment's own to_device.

exercise: add_on_device_of
"""
def add_on_device_of(a, b):
    return sum(to_device([b], a.device), start=a)
