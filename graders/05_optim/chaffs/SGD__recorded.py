"""The update is recorded by autograd.

exercise: SGD
keeps: 0.35
"""
class SGD(SGD):
    def step(self):
        for p in self.params:
            if p.grad is not None:
                p -= self.lr * p.grad
