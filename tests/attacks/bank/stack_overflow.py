"""attack: A recursion in C without an end overflows the stack.
class: framework
aim: next
"""

import sys


def center(x):
    sys.setrecursionlimit(10**6)
    nested = []
    for _ in range(10**6):
        nested = [nested]
    return repr(nested)
