"""Rounded to four digits.

exercise: tensor_gradients
keeps: 0.8
"""
import torch


def tensor_gradients(x, y, w1, w2):
    h = x @ w1
    up = 2 * (h.relu() @ w2 - y)
    return (x.T @ ((up @ w2.T) * (h > 0))).round(decimals=4), (h.relu().T @ up).round(decimals=4)
