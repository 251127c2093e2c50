"""A word for each class.

exercise: fizz_buzz_encode
misconception: other-codes
keeps: 0.35
"""
def fizz_buzz_encode(i):
    if i % 15 == 0:
        return "both"
    if i % 5 == 0:
        return "five"
    return "three" if i % 3 == 0 else "none"
