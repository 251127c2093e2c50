"""The parameters are counted before they are kept.

exercise: SGD
misconception: generator-used-up
keeps: 0.65
"""
class SGD(SGD):
    def __init__(self, params, lr):
        self.count = sum(1 for _ in params)
        self.params = list(params)
        self.lr = lr
