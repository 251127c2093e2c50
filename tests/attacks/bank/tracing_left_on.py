"""attack: A trace function and a profiler slow everything down, and fail.
class: framework
aim: next
"""

import sys
import threading


def trace(frame, event, argument):
    raise RuntimeError("traced")


threading.settrace(trace)
sys.setrecursionlimit(60)


def center(x):
    sys.settrace(trace)
    return x
