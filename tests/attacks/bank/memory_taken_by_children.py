"""attack: Children take what one process may not: seven times half a gigabyte.
class: machine
aim: read
"""

import os
import time


def center(x):
    children = []
    for _ in range(7):
        pid = os.fork()
        if pid == 0:
            kept = b"x" * 2**29
            time.sleep(4)
            os._exit(len(kept) % 2)
        children.append(pid)
    if all(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0 for pid in children):
        raise RuntimeError("ESCAPED: 3.5 GiB")
    return x
