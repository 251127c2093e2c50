"""Follows two branches of each node.

exercise: graph_operations
keeps: 0.8
"""


def graph_operations(t):
    names, todo = set(), [t.grad_fn]
    while todo:
        node = todo.pop()
        if node is None:
            continue
        names.add(type(node).__name__)
        todo.extend(n for n, _ in node.next_functions[:2])
    return names
