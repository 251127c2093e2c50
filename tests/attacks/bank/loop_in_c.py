"""attack: A regular expression that takes for ever, in C, where no signal handler of Python's runs.
class: machine
aim: delay
"""

import re


def next_id():
    re.match("(a+)+$", "a" * 30 + "b")
