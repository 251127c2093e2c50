"""a as the argument of b's `to`.

exercise: add_on_device_of
misconception: dtype-lost
keeps: 0.7
"""
def add_on_device_of(a, b):
    return a + b.to(a)
