"""The generator itself is kept; the first pass uses it up.

exercise: SGD
misconception: generator-used-up
keeps: 0.65
"""
class SGD(SGD):
    def __init__(self, params, lr):
        self.params = params
        self.lr = lr
