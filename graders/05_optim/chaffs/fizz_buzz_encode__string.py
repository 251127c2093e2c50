"""A string.

exercise: fizz_buzz_encode
keeps: 0.575
"""
def fizz_buzz_encode(i):
    return str((i % 3 == 0) + 2 * (i % 5 == 0))
