"""No thought of a tensor without a grad_fn.

exercise: graph_operations
misconception: leaf-fails
keeps: 0.9
"""
import torch


def graph_operations(t):
    names, waiting = set(), [t.grad_fn]
    while waiting:
        node = waiting.pop()
        names.add(type(node).__name__)
        waiting += [child for child, _ in node.next_functions if child is not None]
    return names
