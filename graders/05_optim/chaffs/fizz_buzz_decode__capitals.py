"""if and elif, with capital letters.

exercise: fizz_buzz_decode
misconception: capital-letters
keeps: 0.7
"""
def fizz_buzz_decode(i, prediction):
    if prediction == 0:
        return str(i)
    elif prediction == 1:
        return "Fizz"
    elif prediction == 2:
        return "Buzz"
    return "FizzBuzz"
