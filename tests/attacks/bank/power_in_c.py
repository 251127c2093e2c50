"""attack: A number of a hundred million digits.
class: machine
aim: delay
"""

def next_id():
    return (7**10**8) % 10
