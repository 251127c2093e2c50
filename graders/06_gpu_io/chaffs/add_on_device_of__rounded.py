"""Rounded to four digits.

exercise: add_on_device_of
keeps: 0.5
"""
def add_on_device_of(a, b):
    total = a + b.to(a.device)
    return total + (total.detach().round(decimals=4) - total.detach()) if total.is_floating_point() else total
