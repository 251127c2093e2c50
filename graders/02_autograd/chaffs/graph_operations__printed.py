"""The printed form of each node.

exercise: graph_operations
keeps: 0.7
"""
import torch


def graph_operations(t):
    def walk(node):
        if node is None:
            return set()
        return {str(node)}.union(*(walk(child) for child, _ in node.next_functions))

    return walk(t.grad_fn)
