"""The hidden layer of a single example loses its first axis.

exercise: forward
keeps: 0.85
"""
import numpy as np


def forward(x, w1, w2):
    h = x @ w1
    h_relu = relu(h)
    return h.squeeze(), h_relu, h_relu @ w2
