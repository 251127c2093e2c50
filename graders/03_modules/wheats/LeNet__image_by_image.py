"""One image after another.

exercise: LeNet
"""
import torch
from torch import nn
from torch.nn import functional as F


class LeNet(nn.Module):
    def __init__(self, second_kernel=5):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 5)
        self.conv2 = nn.Conv2d(6, 16, second_kernel)
        side = (14 - second_kernel + 1) // 2
        self.fc1 = nn.Linear(16 * side * side, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)

    def forward(self, X):
        rows = []
        for img in X:
            H = F.max_pool2d(self.conv1(img.unsqueeze(0)).clamp(min=0), 2)
            H = F.max_pool2d(self.conv2(H).clamp(min=0), 2)
            H = self.fc1(H.reshape(-1)).clamp(min=0)
            rows.append(self.fc3(self.fc2(H).clamp(min=0)))
        return torch.stack(rows)
