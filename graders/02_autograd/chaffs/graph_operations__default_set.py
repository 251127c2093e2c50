"""A set as a default value, which all calls share.

exercise: graph_operations
misconception: kept-between-calls
keeps: 0.55
"""


def graph_operations(t, names=set()):
    todo = [t.grad_fn]
    while todo:
        node = todo.pop()
        if node is None:
            continue
        names.add(type(node).__name__)
        todo.extend(n for n, _ in node.next_functions)
    return names
