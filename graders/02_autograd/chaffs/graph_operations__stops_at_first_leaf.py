"""The walk ends at the first leaf.

exercise: graph_operations
keeps: 0.6
"""


def graph_operations(t):
    names, todo = set(), [t.grad_fn]
    while todo:
        node = todo.pop(0)
        if node is None:
            continue
        names.add(type(node).__name__)
        if not node.next_functions:
            break
        todo.extend(n for n, _ in node.next_functions)
    return names
