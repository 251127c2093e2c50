"""attack: A loop without an end at import.
class: machine
aim: delay
"""

import time

end = time.monotonic() + 60
while time.monotonic() < end:
    pass
