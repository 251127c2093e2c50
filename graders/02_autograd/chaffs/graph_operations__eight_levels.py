"""Goes eight levels deep and no further.

exercise: graph_operations
misconception: not-to-the-end
keeps: 0.8
"""


def graph_operations(t):
    names, level = set(), [t.grad_fn]
    for _ in range(8):
        level = [n for n in level if n is not None]
        names |= {type(n).__name__ for n in level}
        level = [m for n in level for m, _ in n.next_functions]
    return names
