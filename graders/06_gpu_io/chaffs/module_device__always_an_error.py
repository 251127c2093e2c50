"""Raises for every module.

exercise: module_device
keeps: 0.05
"""
def module_device(net):
    raise ValueError("several devices")
