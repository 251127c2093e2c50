"""The number of features measured with an image of zeros.

exercise: LeNet
"""
import torch
from torch import nn


class LeNet(nn.Module):
    def __init__(self, second_kernel=5):
        super().__init__()
        self.convolutions = nn.Sequential(
            nn.Conv2d(1, 6, 5), nn.MaxPool2d(2), nn.ReLU(True),
            nn.Conv2d(6, 16, second_kernel), nn.MaxPool2d(2), nn.ReLU(True))
        with torch.no_grad():
            flat = self.convolutions(torch.zeros(1, 1, 32, 32)).numel()
        self.fc1, self.fc2, self.fc3 = nn.Linear(flat, 120), nn.Linear(120, 84), nn.Linear(84, 10)

    def forward(self, X):
        if X.shape[-2:] != (32, 32):
            raise ValueError("images of 32 x 32 are expected")
        X = self.convolutions(X).flatten(start_dim=1)
        return self.fc3(self.fc2(self.fc1(X).relu()).relu())
