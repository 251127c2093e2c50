"""The right answer, whatever the net says.

exercise: fizz_buzz_decode
misconception: prediction-ignored
keeps: 0.275
"""
def fizz_buzz_decode(i, prediction):
    return "fizz" * (i % 3 == 0) + "buzz" * (i % 5 == 0) or str(i)
