"""All rows in every step, until the net is good, with dropout and class weights.

exercise: train_fizz_buzz
"""
import torch
import torch.nn.functional as F
from torch import nn


class FizzBuzzNet(nn.Module):
    def __init__(self, num_digits=10, hidden=100):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(num_digits, hidden), nn.Linear(hidden, 4)])
        self.dropout = nn.Dropout(0.05)

    def forward(self, x):
        return self.layers[1](self.dropout(F.relu(self.layers[0](x))))


def train_fizz_buzz(net, x, y):
    optimizer = torch.optim.AdamW(net.parameters(), lr=0.02, weight_decay=0.01)
    losses = []
    for step in range(3000):
        net.train()
        loss = F.cross_entropy(net(x), y, weight=torch.tensor([1.0, 1.2, 1.2, 1.2]))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(float(loss))
        if step % 100 == 99:
            net.eval()
            with torch.no_grad():
                if (net(x).argmax(dim=1) == y).float().mean() > 0.999:
                    break
    net.eval()
    return losses
