"""attack: The parent and the judge are attached to by ptrace.
class: machine
aim: read
"""

import ctypes
import os

libc = ctypes.CDLL(None)
libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
SEIZE = 0x4206  # attaches without stopping


def center(x):
    if any(pid > 1 and libc.ptrace(SEIZE, pid, None, None) == 0 for pid in (JUDGE, os.getppid())):
        raise RuntimeError("ESCAPED: ptrace")
    return x
