"""attack: stdout and stderr are closed, and replaced by objects that raise.
class: framework
aim: next
"""

import os
import sys


class Broken:
    def write(self, text):
        raise ValueError("no more output")

    flush = fileno = isatty = write


sys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = Broken()
for descriptor in range(3):
    os.close(descriptor)
