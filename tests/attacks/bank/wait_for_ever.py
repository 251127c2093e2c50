"""attack: A pipe that nobody writes to is read, with all signals blocked.
class: machine
aim: delay
"""

import os
import signal


def next_id():
    signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
    signal.alarm(60)
    os.read(os.pipe()[0], 1)
