"""Remembers names in place of nodes.

exercise: graph_operations
misconception: same-name-skipped
keeps: 0.7
"""
import torch


def graph_operations(t):
    names = set()

    def walk(node):
        if node is None or type(node).__name__ in names:
            return
        names.add(type(node).__name__)
        for child, _ in node.next_functions:
            walk(child)

    walk(t.grad_fn)
    return names
