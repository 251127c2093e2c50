"""The names from what a node prints.

exercise: graph_operations
"""


def graph_operations(t):
    result = set()
    level = [t.grad_fn] if t.grad_fn else []
    while level:
        result |= {str(n).split()[0].lstrip("<") for n in level}
        level = [m for n in level for m, _ in n.next_functions if m]
    return result
