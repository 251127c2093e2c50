"""One optimizer after the other, with the start weights and the seeds set back.

exercise: compare_optimizers
"""
import torch
from torch import nn


def compare_optimizers(optimizers, x, y, epochs=12, batch_size=32):
    net = nn.Sequential(nn.Linear(1, 20), nn.ReLU(), nn.Linear(20, 1))
    start = {name: value.clone() for name, value in net.state_dict().items()}
    seed = torch.initial_seed()
    result = {}
    for name, make in optimizers.items():
        net.load_state_dict(start)
        optimizer = make(net.parameters())
        torch.manual_seed(seed)
        result[name] = []
        for _ in range(epochs):
            for rows in torch.randperm(len(x)).split(batch_size):
                optimizer.zero_grad()
                loss = nn.functional.mse_loss(net(x[rows]), y[rows])
                loss.backward()
                optimizer.step()
                result[name].append(loss.item())
    return result
