"""Follows the first input only.

exercise: graph_operations
misconception: first-branch-only
keeps: 0.6
"""
import torch


def graph_operations(t):
    names = set()
    node = t.grad_fn
    while node is not None:
        names.add(type(node).__name__)
        node = node.next_functions[0][0] if node.next_functions else None
    return names
