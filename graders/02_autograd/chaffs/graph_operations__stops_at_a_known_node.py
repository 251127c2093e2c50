"""Ends the whole walk at an entry that is None, or at a node that was seen before, in place of passing over it.

exercise: graph_operations
keeps: 0.6
"""


def graph_operations(t):
    seen, waiting = set(), [t.grad_fn]
    while waiting:
        node = waiting.pop()
        if node is None or node in seen:
            break
        seen.add(node)
        waiting.extend(following for following, _ in node.next_functions)
    return {type(node).__name__ for node in seen}
