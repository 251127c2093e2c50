"""attack: Three hundred threads are started.
class: machine
aim: read
"""

import threading


def center(x):
    done, started = threading.Event(), 0
    try:
        for _ in range(300):
            threading.Thread(target=done.wait, args=(20,), daemon=True).start()
            started += 1
    except RuntimeError:
        pass
    done.set()
    if started == 300:
        raise RuntimeError("ESCAPED: 300 threads")
