"""Starts below the first node.

exercise: graph_operations
misconception: root-missing
keeps: 0.55
"""
import torch


def graph_operations(t):
    names = set()

    def walk(node):
        for child, _ in node.next_functions if node is not None else ():
            if child is not None:
                names.add(type(child).__name__)
                walk(child)

    walk(t.grad_fn)
    return names
