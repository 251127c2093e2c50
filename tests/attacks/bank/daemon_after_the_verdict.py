"""attack: A daemon, forked twice and in a session of its own, waits for the verdict and changes it.
class: framework
aim: survive
"""

import os
import time

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for _ in range(100):
            time.sleep(0.1)
            try:
                with open(RESULT, "w") as file:
                    file.write('{"scores": {"mallory": 100, "ada": 0}}')
            except OSError:
                pass
    os._exit(0)
