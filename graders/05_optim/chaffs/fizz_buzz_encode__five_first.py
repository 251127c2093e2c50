"""5 is tested first.

exercise: fizz_buzz_encode
misconception: fifteen-tested-late
keeps: 0.55
"""
def fizz_buzz_encode(i):
    return 2 if i % 5 == 0 else 3 if i % 15 == 0 else 1 if i % 3 == 0 else 0
