"""attack: A tensor subclass answers every operation with zeros or with True (__torch_dispatch__).
class: comparison
aim: points
"""

import torch


class Liar(torch.Tensor):
    @staticmethod
    def __new__(cls, x):
        return torch.Tensor._make_wrapper_subclass(cls, x.shape, dtype=x.dtype)

    @classmethod
    def __torch_dispatch__(cls, func, types, args=(), kwargs=None):
        other = next((a for a in args if type(a) is torch.Tensor), torch.zeros(3, 4))
        if "close" in func.__name__ or "eq" in func.__name__:
            return torch.ones(other.shape, dtype=torch.bool)
        return torch.zeros_like(other)


def center(x):
    return Liar(x)
