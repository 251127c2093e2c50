"""attack: os._exit in a call, with the status of a success.
class: framework
aim: next
"""

import os


def center(x):
    os._exit(0)
