"""A recursion that may visit a node more than once.

exercise: graph_operations
"""


def graph_operations(t):
    def names(node):
        if node is None:
            return set()
        return {node.__class__.__name__}.union(*(names(edge[0]) for edge in node.next_functions))
    return names(t.grad_fn)
