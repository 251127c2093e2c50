"""if and elif, one return for each word.

exercise: fizz_buzz_decode
"""
def fizz_buzz_decode(i, prediction):
    if prediction == 0:
        return str(i)
    elif prediction == 1:
        return "fizz"
    elif prediction == 2:
        return "buzz"
    return "fizz" + "buzz"
