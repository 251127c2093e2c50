"""step does nothing.

exercise: SGD
keeps: 0.05
"""


class SGD(SGD):
    def step(self):
        pass

    def zero_grad(self):
        pass
