"""Written elsewhere, copied next to its place, and then put there.

exercise: checkpoint
"""
import os
import tempfile, shutil

import torch


def save_checkpoint(path, net, optimizer, epoch):
    # written in the system's folder for temporary files, then copied next to the goal, then swapped in
    with tempfile.TemporaryDirectory() as d:
        one = os.path.join(d, "ckpt")
        torch.save({"e": epoch, "n": net.state_dict(), "o": optimizer.state_dict()}, one)
        two = os.path.join(os.path.dirname(os.path.abspath(path)), "." + os.path.basename(path) + "~")
        try:
            shutil.copyfile(one, two)
            os.replace(two, path)
        except BaseException:
            if os.path.exists(two):
                os.remove(two)
            raise


def load_checkpoint(path, net, optimizer):
    d = torch.load(path)
    net.load_state_dict(d["n"])
    optimizer.load_state_dict(d["o"])
    return d["e"]
