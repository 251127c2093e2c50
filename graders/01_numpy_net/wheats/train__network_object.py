"""A class holds the weights, and the losses go through a generator.

exercise: train
"""
import numpy as np


class _Network:
    def __init__(self, w1, w2):
        self.weights = [np.array(w1), np.array(w2)]

    def run(self, x, y, rate, steps):
        for _ in range(steps):
            layers = forward(x, *self.weights)
            yield squared_error(layers[-1], y)
            for weight, slope in zip(self.weights, backward(x, y, self.weights[1], *layers)):
                weight += -rate * slope


def train(x, y, w1, w2, learning_rate=1e-6, steps=500):
    network = _Network(w1, w2)
    losses = tuple(network.run(x, y, learning_rate, steps))
    return network.weights[0], network.weights[1], losses
