"""attack: The process reads at address 0.
class: framework
aim: next
"""

import ctypes


def center(x):
    ctypes.string_at(0)
