"""The tensors of the file become those of the net.

exercise: parameters
"""
import torch


def save_parameters(module, file):
    torch.save(dict(module.state_dict()), file)


def load_parameters(module, file, device="cpu"):
    module.eval()
    module.load_state_dict(torch.load(file, device), assign=True)
    return module
