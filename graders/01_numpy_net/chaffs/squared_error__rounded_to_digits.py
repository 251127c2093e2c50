"""Rounded to four digits, as for printing.

exercise: squared_error
keeps: 0.65
"""


def squared_error(y_pred, y):
    return round(float(((y_pred - y) ** 2).sum()), 4)
