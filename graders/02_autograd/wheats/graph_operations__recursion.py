"""Recursion that unites the sets of the branches and remembers nothing.

exercise: graph_operations
"""
import torch


def graph_operations(t):
    def walk(node):
        if node is None:
            return set()
        names = {type(node).__name__}
        for child, _ in node.next_functions:
            names |= walk(child)
        return names

    return walk(t.grad_fn)
