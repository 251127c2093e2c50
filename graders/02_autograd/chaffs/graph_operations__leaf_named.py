"""Names the node of a leaf itself.

exercise: graph_operations
keeps: 0.85
"""


def graph_operations(t):
    if t.grad_fn is None:
        return {"AccumulateGrad"} if t.requires_grad else set()
    names, todo = set(), [t.grad_fn]
    while todo:
        node = todo.pop()
        if node is None:
            continue
        names.add(type(node).__name__)
        todo.extend(n for n, _ in node.next_functions)
    return names
