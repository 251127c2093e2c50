"""An attribute that nothing reads.

exercise: set_learning_rate
misconception: attribute-nobody-reads
keeps: 0.1
"""
def set_learning_rate(optimizer, lr):
    optimizer.lr = lr
