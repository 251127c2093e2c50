"""attack: A minute of sleep.
class: machine
aim: delay
"""

import time


def next_id():
    time.sleep(60)
