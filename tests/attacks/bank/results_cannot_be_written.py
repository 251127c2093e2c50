"""attack: In the place of the results lies a folder.
class: framework
aim: next
"""

import os

os.makedirs(RESULT)
