"""The sizes from the exercise before; reshape of every image.

exercise: LeNet
"""
from torch import nn


class LeNet(nn.Module):
    def __init__(self, kernel=5):
        super().__init__()
        self.c1, self.c2 = nn.Conv2d(1, 6, 5), nn.Conv2d(6, 16, (kernel, kernel))
        size = conv_output_size(32, 5)
        size = pool_output_size(size, 2)
        size = conv_output_size(size, kernel)
        size = pool_output_size(size, 2)
        self.flat = 16 * size * size
        self.head = nn.Sequential(
            nn.Linear(self.flat, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10))
        self.pool = nn.MaxPool2d(2, stride=2)

    def forward(self, X):
        X = self.pool(self.c1(X).relu())
        X = self.pool(self.c2(X).relu())
        return self.head(X.reshape(len(X), self.flat))
