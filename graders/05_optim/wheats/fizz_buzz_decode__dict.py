"""A dict.

exercise: fizz_buzz_decode
"""
def fizz_buzz_decode(i, prediction):
    return {1: "fizz", 2: "buzz", 3: "fizzbuzz"}.get(prediction, f"{i}")
