"""attack: A loop that goes on whatever is raised in it.
class: machine
aim: delay
"""

import time


def next_id():
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            while time.monotonic() < end:
                time.sleep(0.01)
        except BaseException:
            pass
