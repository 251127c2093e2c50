"""Not strict, but reads the report and raises.

exercise: parameters
"""
import io

import torch


def save_parameters(net, path):
    buf = io.BytesIO()
    torch.save(net.state_dict(), buf)
    with open(path, "wb") as f:
        f.write(buf.getbuffer())


def load_parameters(net, path, device="cpu"):
    net.eval()
    net.to(device)
    missing, unexpected = net.load_state_dict(torch.load(path, map_location=device, mmap=False), strict=False)
    if missing or unexpected:
        raise RuntimeError(f"{missing} {unexpected}")
    return net
