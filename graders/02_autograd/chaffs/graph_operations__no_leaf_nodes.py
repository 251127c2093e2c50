"""Leaves AccumulateGrad out.

exercise: graph_operations
misconception: leaf-nodes-missing
keeps: 0.575
"""
import torch


def graph_operations(t):
    def walk(node):
        if node is None or not node.next_functions:
            return set()
        return {type(node).__name__}.union(*(walk(child) for child, _ in node.next_functions))

    return walk(t.grad_fn)
