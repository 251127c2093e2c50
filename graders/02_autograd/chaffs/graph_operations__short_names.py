"""The number at the end of a name is cut off and 0 put there.

exercise: graph_operations
keeps: 0.85
"""
import re


def graph_operations(t):
    names, waiting = set(), [t.grad_fn]
    while waiting:
        node = waiting.pop()
        if node is not None:
            names.add(re.sub(r"\d+$", "0", type(node).__name__))
            waiting.extend(following for following, _ in node.next_functions)
    return names
