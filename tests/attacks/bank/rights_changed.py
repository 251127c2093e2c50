"""attack: Rights and times of the gradebook are changed.
class: machine
aim: canary
"""

import os

os.chmod(f"{CANARY}/gradebook.db", 0)
os.utime(f"{CANARY}/gradebook.db", (0, 0))
