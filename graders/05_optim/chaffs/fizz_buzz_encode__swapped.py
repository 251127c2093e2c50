"""1 and 2 have changed places.

exercise: fizz_buzz_encode
misconception: one-and-two-swapped
keeps: 0.6
"""
def fizz_buzz_encode(i):
    return 3 if i % 15 == 0 else 1 if i % 5 == 0 else 2 if i % 3 == 0 else 0
