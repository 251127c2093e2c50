"""attack: A child is left behind.
class: machine
aim: survive
"""

import os
import time

if os.fork() == 0:
    time.sleep(20)
    os._exit(0)
