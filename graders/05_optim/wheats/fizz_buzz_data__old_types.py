"""torch.Tensor and LongTensor.

exercise: fizz_buzz_data
"""
import numpy as np
import torch


def fizz_buzz_data(start, stop, num_digits=10):
    x = torch.Tensor(np.array([binary_encode(i, num_digits) for i in range(start, stop)], dtype="float32"))
    y = torch.LongTensor([fizz_buzz_encode(i) for i in range(start, stop)])
    return [x, y]
