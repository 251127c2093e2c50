"""attack: An exception whose text has ten million letters, and whose type has a name as long.
class: machine
aim: next
"""

def center(x):
    raise type("E" * 10**7, (Exception,), {})("x" * 10**7)
