"""Both lists hold the same tensors.

exercise: Adam
keeps: 0.3
"""
class Adam(Adam):
    def __init__(self, params, lr, betas=(0.9, 0.999), eps=1e-8):
        super().__init__(params, lr, betas, eps)
        self.squares = self.means
