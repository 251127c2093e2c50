"""Only the first parameter's gradient is cleared.

exercise: SGD
keeps: 0.85
"""
class SGD(SGD):
    def zero_grad(self):
        for p in self.params:
            p.grad = None
            break
