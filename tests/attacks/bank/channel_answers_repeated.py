"""attack: The worker's socket is found; every answer is sent many times.
class: framework
aim: points
given: channel
"""

def next_id():
    for n in (0, 1, 2, 3, 4) * 20:
        send(frame({"value": [n]}))
    return 0
