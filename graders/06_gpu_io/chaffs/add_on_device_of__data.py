"""`.data` of the second one.

exercise: add_on_device_of
misconception: gradient-cut
keeps: 0.65
"""
def add_on_device_of(a, b):
    return a + b.data.to(a.device)
