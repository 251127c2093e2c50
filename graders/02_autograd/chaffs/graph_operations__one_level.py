"""The node and its children.

exercise: graph_operations
misconception: one-level-only
keeps: 0.35
"""
import torch


def graph_operations(t):
    if t.grad_fn is None:
        return set()
    children = [child for child, _ in t.grad_fn.next_functions if child is not None]
    return {type(node).__name__ for node in [t.grad_fn, *children]}
