"""zero_grad takes every gradient for granted.

exercise: SGD
misconception: grad-none-crashes
keeps: 0.85
"""
class SGD(SGD):
    def zero_grad(self):
        for p in self.params:
            p.grad.zero_()
