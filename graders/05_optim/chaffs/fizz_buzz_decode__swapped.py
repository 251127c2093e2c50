"""Fizz and buzz have changed places.

exercise: fizz_buzz_decode
misconception: one-and-two-swapped
keeps: 0.6
"""
def fizz_buzz_decode(i, prediction):
    return [str(i), "buzz", "fizz", "fizzbuzz"][prediction]
