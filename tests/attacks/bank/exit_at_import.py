"""attack: sys.exit at import, with the status of a success.
class: framework
aim: next
"""

import sys

sys.exit(0)
