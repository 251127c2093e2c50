"""The defaults, which only later groups use.

exercise: set_learning_rate
misconception: attribute-nobody-reads
keeps: 0.125
"""
def set_learning_rate(optimizer, lr):
    optimizer.defaults["lr"] = lr
