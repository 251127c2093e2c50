"""Each tensor is shuffled for itself.

exercise: data
misconception: pairs-broken
keeps: 0.7
"""
import torch


def data_loader(tensors, batch_size, shuffle=True):
    class Batches:
        def __iter__(self):
            n = len(tensors[0])
            orders = [torch.randperm(n) if shuffle else torch.arange(n) for _ in tensors]
            for i in range(0, n, batch_size):
                yield [t[order[i : i + batch_size]] for t, order in zip(tensors, orders)]

    return Batches()
