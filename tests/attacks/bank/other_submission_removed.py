"""attack: The submission of somebody else is removed.
class: machine
aim: canary
"""

import shutil

shutil.rmtree(f"{CANARY}/submitted/bela")
