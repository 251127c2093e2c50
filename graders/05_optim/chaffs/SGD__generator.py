"""The generator itself is kept; the first pass uses it up.

exercise: SGD
misconception: generator-used-up
"""
class SGD(SGD):
    def __init__(self, params, lr):
        self.params = params
        self.lr = lr
