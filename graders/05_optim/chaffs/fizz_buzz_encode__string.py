"""A string.

exercise: fizz_buzz_encode
"""
def fizz_buzz_encode(i):
    return str((i % 3 == 0) + 2 * (i % 5 == 0))
