"""Nested conditions, the tests of 3 and 5 first.

exercise: fizz_buzz_encode
"""
def fizz_buzz_encode(i):
    fizz, buzz = not i % 3, not i % 5
    if fizz and not buzz:
        return 1
    elif buzz:
        return 3 if fizz else 2
    else:
        return 0
