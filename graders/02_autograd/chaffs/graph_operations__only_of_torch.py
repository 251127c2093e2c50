"""Leaves out operations that are not torch's own.

exercise: graph_operations
keeps: 0.85
"""
import torch


def graph_operations(t):
    names, waiting = set(), [t.grad_fn]
    while waiting:
        node = waiting.pop()
        if node is not None:
            if not isinstance(node, torch.autograd.function.BackwardCFunction):
                names.add(type(node).__name__)
            waiting.extend(following for following, _ in node.next_functions)
    return names
