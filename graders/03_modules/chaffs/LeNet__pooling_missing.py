"""The second pooling is left out.

exercise: LeNet
misconception: other-picture-size
keeps: 0.5
"""
from torch import nn
from torch.nn import functional as F


class LeNet(nn.Module):
    def __init__(self, second_kernel=5):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 5)
        self.conv2 = nn.Conv2d(6, 16, second_kernel)
        side = 14 - second_kernel + 1
        self.fc1 = nn.Linear(16 * side * side, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)

    def forward(self, X):
        X = F.max_pool2d(F.relu(self.conv1(X)), 2)
        X = F.relu(self.conv2(X))
        X = X.flatten(1)
        X = F.relu(self.fc1(X))
        X = F.relu(self.fc2(X))
        return self.fc3(X)
