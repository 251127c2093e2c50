"""Probabilities in place of scores, in eval mode only.

exercise: LeNet
misconception: softmax-on-logits
keeps: 0.85
"""
from torch import nn


class LeNet(nn.Module):
    def __init__(self, second_kernel=5):
        super().__init__()
        side = (14 - second_kernel + 1) // 2
        self.features = nn.Sequential(nn.Conv2d(1, 6, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, second_kernel), nn.ReLU(), nn.MaxPool2d(2))
        self.head = nn.Sequential(nn.Flatten(), nn.Linear(16 * side * side, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10))

    def forward(self, X):
        X = self.head(self.features(X))
        return X if self.training else X.softmax(1)
