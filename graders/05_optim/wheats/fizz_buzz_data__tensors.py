"""Tensors all the way, without the other functions.

exercise: fizz_buzz_data
"""
import torch


def fizz_buzz_data(start, stop, num_digits=10):
    i = torch.arange(start, stop)
    x = i.unsqueeze(1).bitwise_right_shift(torch.arange(num_digits)).bitwise_and(1)
    return x.to(torch.float32), (i % 3 == 0).long() + 2 * (i % 5 == 0).long()
