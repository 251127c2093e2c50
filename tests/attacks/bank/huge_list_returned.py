"""attack: Lists of a million items, and lists nested ten thousand deep, are returned.
class: machine
aim: next
"""

def center(x):
    return [[]] * 10**6


def next_id():
    nested = []
    for _ in range(10_000):
        nested = [nested]
    return nested
