"""A key that nothing reads.

exercise: set_learning_rate
misconception: attribute-nobody-reads
keeps: 0.1
"""
def set_learning_rate(optimizer, lr):
    for group in optimizer.param_groups:
        group["learning_rate"] = lr
