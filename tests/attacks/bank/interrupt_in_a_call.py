"""attack: KeyboardInterrupt in a call, which stops a test session.
class: framework
aim: next
"""

def center(x):
    raise KeyboardInterrupt
