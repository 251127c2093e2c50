"""The answer is printed, and None comes back.

exercise: fizz_buzz_decode
misconception: printed
keeps: 0.4
"""


def fizz_buzz_decode(i, prediction):
    print([i, "fizz", "buzz", "fizzbuzz"][prediction])
