"""A bool for some numbers.

exercise: fizz_buzz_encode
keeps: 0.85
"""
def fizz_buzz_encode(i):
    return 3 if i % 15 == 0 else 2 if i % 5 == 0 else i % 3 == 0
