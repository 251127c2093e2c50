"""attack: Shared memory for the next submission is left in /dev/shm.
class: machine
aim: canary
"""

import os

with open(os.path.join("/dev/shm", MARK), "w") as file:
    file.write("center: x - x.mean()")
