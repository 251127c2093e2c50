"""Always the empty set.

exercise: graph_operations
keeps: 0.075
"""
import torch


def graph_operations(t):
    return set()
