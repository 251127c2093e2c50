"""Both to the CPU.

exercise: add_on_device_of
misconception: wrong-device
keeps: 0.45
"""
def add_on_device_of(a, b):
    return a.cpu() + b.cpu()
