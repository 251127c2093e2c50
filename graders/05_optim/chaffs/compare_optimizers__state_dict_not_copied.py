"""The state_dict holds the live weights, so loading it changes nothing.

exercise: compare_optimizers
misconception: weights-shared
keeps: 0.5
"""
from torch import nn


def compare_optimizers(optimizers, x, y, epochs=12, batch_size=32):
    net = nn.Sequential(nn.Linear(1, 20), nn.ReLU(), nn.Linear(20, 1))
    start = net.state_dict()
    losses = {}
    batches = [batch for _ in range(epochs) for batch in data_loader((x, y), batch_size)]
    for name, make in optimizers.items():
        net.load_state_dict(start)
        optimizer = make(net.parameters())
        losses[name] = [train_step(net, nn.functional.mse_loss, optimizer, *batch) for batch in batches]
    return losses
