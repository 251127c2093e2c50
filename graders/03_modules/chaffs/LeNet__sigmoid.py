"""The sigmoids of the network of 1998, where the exercise has ReLUs.

exercise: LeNet
misconception: other-activation
keeps: 0.65
"""
from torch import nn
from torch.nn import functional as F


class LeNet(nn.Module):
    def __init__(self, second_kernel=5):
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(1, 6, 5), nn.Conv2d(6, 16, second_kernel)
        flat = 16 * ((15 - second_kernel) // 2) ** 2
        self.fc1, self.fc2, self.fc3 = nn.Linear(flat, 120), nn.Linear(120, 84), nn.Linear(84, 10)

    def forward(self, X):
        X = F.max_pool2d(self.conv1(X).sigmoid(), 2)
        X = F.max_pool2d(self.conv2(X).sigmoid(), 2).flatten(1)
        return self.fc3(self.fc2(self.fc1(X).sigmoid()).sigmoid())
