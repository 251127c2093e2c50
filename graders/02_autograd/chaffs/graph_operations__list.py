"""A list with repetitions.

exercise: graph_operations
keeps: 0.85
"""
import torch


def graph_operations(t):
    def walk(node):
        if node is None:
            return []
        return [type(node).__name__] + [name for child, _ in node.next_functions for name in walk(child)]

    return walk(t.grad_fn)
