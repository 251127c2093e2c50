"""One nn.Sequential with nn.Flatten.

exercise: LeNet
"""
from torch import nn


class LeNet(nn.Module):
    def __init__(self, second_kernel=5):
        super().__init__()
        flat = 16 * ((15 - second_kernel) // 2) ** 2
        self.net = nn.Sequential(
            nn.Conv2d(1, 6, 5), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(6, 16, second_kernel), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
            nn.Linear(flat, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10))

    def forward(self, X):
        return self.net(X)
