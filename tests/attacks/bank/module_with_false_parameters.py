"""attack: parameters(), named_parameters() and state_dict() show tensors that the module does not use.
class: torch-state
aim: points
file: nets.py
"""

import torch


class Shown(torch.nn.Parameter):
    grad = property(lambda self: torch.ones(()))


class Scale(Scale):
    def parameters(self, recurse=True):
        return iter([Shown(torch.ones(()))])

    def named_parameters(self, *args, **kwargs):
        return iter([("factor", Shown(torch.ones(())))])

    def state_dict(self, *args, **kwargs):
        return {"factor": torch.ones(())}
