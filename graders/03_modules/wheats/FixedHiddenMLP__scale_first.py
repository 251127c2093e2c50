"""How often to halve is found out first; normal numbers in the buffer.

exercise: FixedHiddenMLP
"""
import torch
from torch import nn
from torch.nn import functional as F


class FixedHiddenMLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("w", torch.randn((20, 20)))
        self.fc = nn.Linear(20, 20)

    def forward(self, X):
        out = self.fc(F.relu(self.fc(X) @ self.w + torch.ones(1)))
        factor, size = 1.0, out.detach().abs().sum().item()
        while size * factor > 1:
            factor *= 0.5
        return (out * factor).sum()
