"""attack: A process that runs away: each child forks the next one and ends.
class: machine
aim: survive
"""

import os
import time


def center(x):
    if os.fork() == 0:
        os.setsid()
        end = time.monotonic() + 20
        while time.monotonic() < end:
            if os.fork():
                os._exit(0)
            time.sleep(0.005)
        os._exit(0)
    return x
