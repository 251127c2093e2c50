"""By the greatest common divisor with 15.

exercise: fizz_buzz_encode
"""
import math


def fizz_buzz_encode(i):
    return {1: 0, 3: 1, 5: 2, 15: 3}[math.gcd(i, 15)]
