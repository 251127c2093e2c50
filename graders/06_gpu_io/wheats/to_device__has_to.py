"""Anything that has a method `to` is asked to move.

exercise: to_device
"""
def to_device(obj, device):
    if hasattr(obj, "to"):
        return obj.to(device=device)
    if isinstance(obj, dict):
        moved = obj.copy()
        for key in moved:
            moved[key] = to_device(moved[key], device)
        return moved
    if type(obj) in (list, tuple):
        return type(obj)(to_device(entry, device) for entry in obj)
    return obj
