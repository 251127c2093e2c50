"""A class is missing.

exercise: train_fizz_buzz
keeps: 0.425
"""
import torch
from torch import nn


class FizzBuzzNet(nn.Module):
    def __init__(self, num_digits=10, hidden=100):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(num_digits, hidden), nn.ReLU(), nn.Linear(hidden, 3))

    def forward(self, x):
        return self.layers(x)
