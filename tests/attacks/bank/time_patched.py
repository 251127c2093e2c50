"""attack: Clocks stand still or fail, and sleeping does nothing.
class: framework
aim: next
"""

import time


def broken():
    raise OSError("no time")


time.sleep = lambda seconds: None
time.time = time.monotonic = time.perf_counter = broken
