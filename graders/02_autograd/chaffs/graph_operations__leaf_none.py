"""None for a leaf.

exercise: graph_operations
misconception: leaf-fails
keeps: 0.9
"""
import torch


def graph_operations(t):
    def walk(node):
        names = {type(node).__name__}
        for child, _ in node.next_functions:
            if child is not None:
                names |= walk(child)
        return names

    if t.grad_fn is not None:
        return walk(t.grad_fn)
