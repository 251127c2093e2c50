"""All parameters at once with the foreach functions, in groups as torch.optim keeps them.

exercise: SGD
"""
import torch


class SGD:
    def __init__(self, params, lr):
        self.param_groups = [{"params": list(params), "lr": lr}]

    def step(self):
        with torch.inference_mode(False), torch.no_grad():
            for group in self.param_groups:
                moving = [p for p in group["params"] if p.grad is not None]
                if moving:
                    torch._foreach_add_(moving, [p.grad for p in moving], alpha=-group["lr"])

    def zero_grad(self):
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is not None:
                    p.grad.detach_()
                    p.grad.zero_()
