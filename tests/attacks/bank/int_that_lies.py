"""attack: next_id returns a subclass of int whose comparisons are always true.
class: comparison
aim: points
"""

class Liar(int):
    __eq__ = __le__ = __ge__ = __lt__ = __gt__ = lambda self, other: True
    __ne__ = lambda self, other: False
    __hash__ = int.__hash__


def next_id():
    return Liar(0)
