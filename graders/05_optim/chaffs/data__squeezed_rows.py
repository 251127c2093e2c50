"""A batch of one row comes without its first axis.

exercise: data
keeps: 0.85
"""
import torch


class Batches:
    def __init__(self, tensors, batch_size, shuffle):
        self.tensors, self.batch_size, self.shuffle = tensors, batch_size, shuffle

    def __iter__(self):
        n = len(self.tensors[0])
        order = torch.randperm(n) if self.shuffle else torch.arange(n)
        for rows in order.split(self.batch_size):
            yield [t[rows] if len(rows) > 1 else t[rows[0]] for t in self.tensors]


def data_loader(tensors, batch_size, shuffle=True):
    return Batches(tensors, batch_size, shuffle)
