"""Pairs up the entries in the order of memory, which is another one for a transposed array.

exercise: squared_error
keeps: 0.85
"""
import numpy as np


def squared_error(y_pred, y):
    difference = y_pred.ravel(order="K") - y.ravel(order="K")
    return float(difference @ difference)
