"""Through a file in a temporary folder, which goes again.

exercise: snapshot
"""
import os
import tempfile

import torch


def snapshot(net):
    with tempfile.TemporaryDirectory() as folder:
        torch.save(net.state_dict(), os.path.join(folder, "state.pt"))
        return torch.load(os.path.join(folder, "state.pt"))
