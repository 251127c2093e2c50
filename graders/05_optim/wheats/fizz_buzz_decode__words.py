"""Words put together.

exercise: fizz_buzz_decode
"""
def fizz_buzz_decode(i, prediction):
    return "fizz" * (prediction & 1) + "buzz" * (prediction >> 1) or repr(i)
