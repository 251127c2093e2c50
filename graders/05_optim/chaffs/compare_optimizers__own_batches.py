"""Every optimizer draws batches of its own.

exercise: compare_optimizers
misconception: different-batches
keeps: 0.8
"""
import copy

from torch import nn


def compare_optimizers(optimizers, x, y, epochs=12, batch_size=32):
    start = nn.Sequential(nn.Linear(1, 20), nn.ReLU(), nn.Linear(20, 1))
    losses = {}
    for name, make in optimizers.items():
        net = copy.deepcopy(start)
        optimizer = make(net.parameters())
        losses[name] = []
        for _ in range(epochs):
            for batch in data_loader((x, y), batch_size):
                losses[name].append(train_step(net, nn.functional.mse_loss, optimizer, *batch))
    return losses
