"""For class 0 the answer goes by the number.

exercise: fizz_buzz_decode
misconception: prediction-ignored
keeps: 0.65
"""


def fizz_buzz_decode(i, prediction):
    if prediction == 0 and fizz_buzz_encode(i):
        prediction = fizz_buzz_encode(i)
    return [str(i), "fizz", "buzz", "fizzbuzz"][prediction]
