"""The net ends in a softmax.

exercise: train_fizz_buzz
misconception: softmax-before-cross-entropy
keeps: 0.45
"""
import torch
from torch import nn


class FizzBuzzNet(nn.Module):
    def __init__(self, num_digits=10, hidden=100):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(num_digits, hidden), nn.ReLU(), nn.Linear(hidden, 4))

    def forward(self, x):
        return torch.softmax(self.layers(x), dim=1)
