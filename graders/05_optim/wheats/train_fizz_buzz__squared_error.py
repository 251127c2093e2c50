"""Squared error to one-hot targets.

exercise: train_fizz_buzz
"""

import torch


def train_fizz_buzz(net, x, y):
    target = torch.eye(4)[y]
    opt = torch.optim.Adam(net.parameters(), lr=0.01)
    out = []
    for k in range(150):
        for i in torch.randperm(x.shape[0]).chunk(10):
            opt.zero_grad()
            loss = ((net(x[i]) - target[i]) ** 2).mean()
            loss.backward()
            opt.step()
            out.append(loss.item())
    return out
