"""Counts None as an operation.

exercise: graph_operations
misconception: none-entries
keeps: 0.75
"""
import torch


def graph_operations(t):
    if t.grad_fn is None:
        return set()
    names, waiting = set(), [t.grad_fn]
    while waiting:
        node = waiting.pop()
        names.add(type(node).__name__)
        if node is not None:
            waiting += [child for child, _ in node.next_functions]
    return names
