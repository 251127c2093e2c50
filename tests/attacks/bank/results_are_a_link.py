"""attack: In the place of the results lies a link to the gradebook, which the grader then overwrites.
class: framework
aim: canary
"""

import os

os.symlink(f"{CANARY}/gradebook.db", RESULT)
