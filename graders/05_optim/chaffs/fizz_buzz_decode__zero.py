""""0" for class 0.

exercise: fizz_buzz_decode
misconception: class-zero-returns-0
keeps: 0.65
"""
def fizz_buzz_decode(i, prediction):
    return [str(prediction), "fizz", "buzz", "fizzbuzz"][prediction]
