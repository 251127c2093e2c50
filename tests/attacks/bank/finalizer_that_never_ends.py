"""attack: An object whose finalizer and whose text take for ever.
class: machine
aim: delay
"""

import time


class Slow:
    def __repr__(self):
        time.sleep(60)
        return "slow"

    __str__ = __del__ = __repr__


def next_id():
    raise RuntimeError(Slow())
