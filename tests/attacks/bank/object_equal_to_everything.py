"""attack: next_id returns an object that is equal to everything.
class: comparison
aim: points
"""

class Anything:
    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False


def next_id():
    return Anything()
