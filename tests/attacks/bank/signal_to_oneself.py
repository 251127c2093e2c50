"""attack: The process ends itself by a signal.
class: framework
aim: next
"""

import os
import signal


def center(x):
    os.kill(os.getpid(), signal.SIGTERM)
    os.kill(os.getpid(), signal.SIGKILL)
    os.abort()
