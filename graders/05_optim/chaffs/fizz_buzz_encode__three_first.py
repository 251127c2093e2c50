"""3 is tested first.

exercise: fizz_buzz_encode
misconception: fifteen-tested-late
keeps: 0.6
"""
def fizz_buzz_encode(i):
    if i % 3 == 0:
        return 1
    if i % 5 == 0:
        return 2
    if i % 15 == 0:
        return 3
    return 0
