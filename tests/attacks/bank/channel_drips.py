"""attack: An answer comes one byte at a time, so that something always comes.
class: framework
aim: delay
given: channel
"""

def next_id():
    end = time.monotonic() + 60
    send(struct.pack(">Q", 10**6))
    while time.monotonic() < end:
        send(b"\x90")
        time.sleep(0.1)
