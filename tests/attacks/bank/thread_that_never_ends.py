"""attack: A thread that is no daemon keeps the process from ending.
class: machine
aim: delay
"""

import threading
import time

threading.Thread(target=time.sleep, args=(60,)).start()
