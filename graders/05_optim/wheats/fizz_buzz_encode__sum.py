"""The class as a sum.

exercise: fizz_buzz_encode
"""
def fizz_buzz_encode(i):
    return (i % 3 == 0) + 2 * (i % 5 == 0)
