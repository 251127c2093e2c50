"""A queue of layers and the nodes' own name().

exercise: graph_operations
"""
import torch


def graph_operations(t):
    names = set()
    layer = {t.grad_fn} - {None}
    while layer:
        names.update(node.name() for node in layer)
        layer = {entry[0] for node in layer for entry in node.next_functions if entry[0] is not None}
    return names
