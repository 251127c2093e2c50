"""attack: Three hundred processes are started.
class: machine
aim: read
"""

import os
import time


def center(x):
    children = []
    try:
        while len(children) < 300:
            pid = os.fork()
            if pid == 0:
                time.sleep(20)
                os._exit(0)
            children.append(pid)
    except OSError:
        pass
    for pid in children:
        os.kill(pid, 9)
    if len(children) == 300:
        raise RuntimeError("ESCAPED: 300 processes")
