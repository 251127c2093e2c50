"""The sum of the squared errors.

exercise: compare_optimizers
keeps: 0.55
"""
import copy

from torch import nn


def compare_optimizers(optimizers, x, y, epochs=12, batch_size=32):
    start = nn.Sequential(nn.Linear(1, 20), nn.ReLU(), nn.Linear(20, 1))
    nets = {name: copy.deepcopy(start) for name in optimizers}
    steppers = {name: make(nets[name].parameters()) for name, make in optimizers.items()}
    losses = {name: [] for name in optimizers}
    for _ in range(epochs):
        for batch_x, batch_y in data_loader((x, y), batch_size):
            for name, net in nets.items():
                losses[name].append(train_step(net, nn.MSELoss(reduction="sum"), steppers[name], batch_x, batch_y))
    return losses
