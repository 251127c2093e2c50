"""The hidden layer of a single example loses its first axis after the ReLU.

exercise: forward
keeps: 0.8
"""
import numpy as np


def forward(x, w1, w2):
    h = x @ w1
    h_relu = relu(h)
    return h, h_relu.squeeze(), h_relu @ w2
