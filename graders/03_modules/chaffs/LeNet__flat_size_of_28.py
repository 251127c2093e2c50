"""The flat size of 28 x 28 images.

exercise: LeNet
misconception: wrong-flat-size
keeps: 0.55
"""
from torch import nn
from torch.nn import functional as F


class LeNet(nn.Module):
    def __init__(self, second_kernel=5):
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(1, 6, 5), nn.Conv2d(6, 16, second_kernel)
        flat = 16 * ((13 - second_kernel) // 2) ** 2
        self.fc1, self.fc2, self.fc3 = nn.Linear(flat, 120), nn.Linear(120, 84), nn.Linear(84, 10)

    def forward(self, X):
        X = F.max_pool2d(F.relu(self.conv1(X)), 2)
        X = F.max_pool2d(F.relu(self.conv2(X)), 2).flatten(1)
        return self.fc3(F.relu(self.fc2(F.relu(self.fc1(X)))))
