"""attack: The memory of a small int is overwritten by ctypes: 1 is 2 from now on.
class: framework
aim: next
"""

import ctypes


def center(x):
    ctypes.c_uint32.from_address(id(1) + 24).value = 2
    return x
