"""attack: Megabytes on stdout, stderr and the descriptors below.
class: framework
aim: next
"""

import os
import sys


def next_id():
    for _ in range(200):
        print("x" * 10**5)
        sys.stderr.write("x" * 10**5)
        os.write(1, b"x" * 10**5)
        os.write(2, b"x" * 10**5)
    return 0
