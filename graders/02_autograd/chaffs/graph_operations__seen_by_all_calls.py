"""The nodes that were seen are kept outside of the function.

exercise: graph_operations
misconception: kept-between-calls
keeps: 0.575
"""


_seen = set()
def graph_operations(t):
    names, todo = set(), [t.grad_fn]
    while todo:
        node = todo.pop()
        if node is None or node in _seen:
            continue
        _seen.add(node)
        names.add(type(node).__name__)
        todo.extend(n for n, _ in node.next_functions)
    return names
