"""Looks only at what is saved with a module, and fails where that is nothing.

exercise: module_device
keeps: 0.75
"""
def module_device(net):
    places = {entry.device for entry in net.state_dict().values()}
    if not places:
        raise ValueError("there is nothing on a device")
    if len(places) > 1:
        raise ValueError("on several devices")
    return places.pop()
