"""attack: os._exit at import, with the status of a success.
class: framework
aim: next
"""

import os

os._exit(0)
