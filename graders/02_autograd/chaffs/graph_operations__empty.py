"""Always the empty set.

exercise: graph_operations
"""
import torch


def graph_operations(t):
    return set()
