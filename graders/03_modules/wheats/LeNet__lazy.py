"""Lazy layers learn the sizes from the first batch.

exercise: LeNet
"""
import torch
from torch import nn


class LeNet(nn.Module):
    def __init__(self, second_kernel=5):
        super().__init__()
        self.features = nn.Sequential(
            nn.LazyConv2d(6, 5), nn.ReLU(), nn.MaxPool2d(2),
            nn.LazyConv2d(16, second_kernel), nn.MaxPool2d(2), nn.ReLU())
        self.classifier = nn.Sequential(
            nn.LazyLinear(120), nn.ReLU(), nn.LazyLinear(84), nn.ReLU(), nn.LazyLinear(10))

    def forward(self, X):
        if X.shape[1:] != (1, 32, 32):
            raise ValueError("(N, 1, 32, 32) is expected")
        return self.classifier(torch.stack([picture.flatten() for picture in self.features(X)]))
