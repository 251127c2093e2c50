"""The loader is its own iterator, so that a loop that was left goes on in the middle.

exercise: data
misconception: one-iterator
keeps: 0.9
"""
import torch
def synthetic_data(n):
    x = torch.linspace(-1, 1, n).reshape(n, 1)
    return x, x**2 + 0.1 * torch.randn(n, 1)

class Loader:
    def __init__(self, tensors, batch_size, shuffle):
        self.tensors, self.size, self.shuffle = tensors, batch_size, shuffle
        self.reset()
    def reset(self):
        n = len(self.tensors[0])
        self.order, self.at = torch.randperm(n) if self.shuffle else torch.arange(n), 0
    def __iter__(self):
        return self
    def __next__(self):
        if self.at >= len(self.order):
            self.reset()
            raise StopIteration
        rows = self.order[self.at:self.at + self.size]
        self.at += self.size
        return [t[rows] for t in self.tensors]

def data_loader(tensors, batch_size, shuffle=True):
    return Loader(tensors, batch_size, shuffle)
