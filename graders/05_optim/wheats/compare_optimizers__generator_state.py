"""The generator's state is put back for each net; batches come from a generator of their own.

exercise: compare_optimizers
"""

import torch
from torch import nn


def compare_optimizers(optimizers, x, y, epochs=12, batch_size=32):
    state = torch.get_rng_state()
    result = {}
    for name in list(optimizers):
        torch.set_rng_state(state)
        net = nn.Sequential()
        net.add_module("one", nn.Linear(1, 20))
        net.add_module("act", nn.ReLU())
        net.add_module("two", nn.Linear(20, 1))
        opt = optimizers[name](net.parameters())
        gen = torch.Generator().manual_seed(3)
        hist = []
        for e in range(epochs):
            perm = torch.randperm(len(x), generator=gen)
            k = 0
            while k < len(x):
                i = perm[k : k + batch_size]
                l = nn.MSELoss()(net(x[i]), y[i])
                opt.zero_grad()
                l.backward()
                opt.step()
                hist.append(l.item())
                k += batch_size
        result[name] = hist
    return result
