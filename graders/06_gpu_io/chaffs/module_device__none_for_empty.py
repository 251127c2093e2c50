"""None for a module without tensors.

exercise: module_device
keeps: 0.85
"""
def module_device(net):
    devices = {t.device for t in [*net.parameters(), *net.buffers()]}
    if len(devices) > 1:
        raise ValueError("several devices")
    return devices.pop() if devices else None
