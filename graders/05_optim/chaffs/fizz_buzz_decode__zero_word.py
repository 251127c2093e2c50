"""A literal "0".

exercise: fizz_buzz_decode
misconception: class-zero-returns-0
keeps: 0.575
"""
def fizz_buzz_decode(i, prediction):
    return ["0", "fizz", "buzz", "fizzbuzz"][prediction]
