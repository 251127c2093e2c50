"""Walks into None.

exercise: graph_operations
misconception: none-entries
keeps: 0.7
"""
import torch


def graph_operations(t):
    names = set()

    def walk(node):
        names.add(type(node).__name__)
        for child, _ in node.next_functions:
            walk(child)

    if t.grad_fn is not None:
        walk(t.grad_fn)
    return names
