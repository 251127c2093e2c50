"""attack: The process group is killed.
class: machine
aim: next
"""

import os
import signal


def center(x):
    os.killpg(0, signal.SIGKILL)
