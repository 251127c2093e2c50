"""The gradients are cleared after each epoch, and add up in it.

exercise: compare_optimizers
keeps: 0.7
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
                loss = nn.functional.mse_loss(net(batch_x), batch_y)
                loss.backward()
                steppers[name].step()
                losses[name].append(loss.item())
        for stepper in steppers.values():
            stepper.zero_grad()
    return losses
