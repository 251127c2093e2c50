"""A space in the last word.

exercise: fizz_buzz_decode
keeps: 0.75
"""
def fizz_buzz_decode(i, prediction):
    return [str(i), "fizz", "buzz", "fizz buzz"][prediction]
