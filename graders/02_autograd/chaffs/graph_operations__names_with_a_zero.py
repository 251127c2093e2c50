"""Keeps the names that end in Backward0, and AccumulateGrad.

exercise: graph_operations
keeps: 0.85
"""


def graph_operations(t):
    names, waiting = set(), [t.grad_fn]
    while waiting:
        node = waiting.pop()
        if node is not None:
            name = type(node).__name__
            if name.endswith("Backward0") or name == "AccumulateGrad":
                names.add(name)
            waiting.extend(following for following, _ in node.next_functions)
    return names
