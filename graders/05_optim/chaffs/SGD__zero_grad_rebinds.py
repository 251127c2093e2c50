"""The name of the gradient is set to zero, and not the gradient.

exercise: SGD
keeps: 0.85
"""
class SGD(SGD):
    def zero_grad(self):
        for p in self.params:
            grad = p.grad
            if grad is not None:
                grad = grad * 0
