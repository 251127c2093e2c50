"""The number as an int.

exercise: fizz_buzz_decode
misconception: not-a-str
keeps: 0.725
"""
def fizz_buzz_decode(i, prediction):
    return [i, "fizz", "buzz", "fizzbuzz"][prediction]
