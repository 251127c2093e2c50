"""The device's name.

exercise: module_device
misconception: a-string
keeps: 0.55
"""
def module_device(net):
    devices = {str(t.device) for t in [*net.parameters(), *net.buffers()]}
    if len(devices) > 1:
        raise ValueError("several devices")
    return devices.pop() if devices else "cpu"
