"""Always 100 hidden units.

exercise: train_fizz_buzz
misconception: sizes-ignored
keeps: 0.9
"""
import torch
from torch import nn


class FizzBuzzNet(nn.Module):
    def __init__(self, num_digits=10, hidden=100):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(num_digits, 100), nn.ReLU(), nn.Linear(100, 4))

    def forward(self, x):
        return self.layers(x)
