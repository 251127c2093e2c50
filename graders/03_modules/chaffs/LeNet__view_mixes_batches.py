"""view(-1, k).

exercise: LeNet
misconception: view-mixes-batches
keeps: 0.8
"""
from torch import nn
from torch.nn import functional as F


class LeNet(nn.Module):
    def __init__(self, second_kernel=5):
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(1, 6, 5), nn.Conv2d(6, 16, second_kernel)
        self.flat = 16 * ((15 - second_kernel) // 2) ** 2
        self.fc1, self.fc2, self.fc3 = nn.Linear(self.flat, 120), nn.Linear(120, 84), nn.Linear(84, 10)

    def forward(self, X):
        X = F.max_pool2d(F.relu(self.conv1(X)), 2)
        X = F.max_pool2d(F.relu(self.conv2(X)), 2)
        X = X.view(-1, self.flat)
        return self.fc3(F.relu(self.fc2(F.relu(self.fc1(X)))))
