"""One net, trained by one optimizer after the other.

exercise: compare_optimizers
misconception: weights-shared
keeps: 0.45
"""
from torch import nn


def compare_optimizers(optimizers, x, y, epochs=12, batch_size=32):
    net = nn.Sequential(nn.Linear(1, 20), nn.ReLU(), nn.Linear(20, 1))
    losses = {}
    batches = [batch for _ in range(epochs) for batch in data_loader((x, y), batch_size)]
    for name, make in optimizers.items():
        optimizer = make(net.parameters())
        losses[name] = [train_step(net, nn.functional.mse_loss, optimizer, *batch) for batch in batches]
    return losses
