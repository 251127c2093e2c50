"""The betas are always 0.9 and 0.999.

exercise: Adam
keeps: 0.65
"""
class Adam(Adam):
    def __init__(self, params, lr, betas=(0.9, 0.999), eps=1e-8):
        super().__init__(params, lr, (0.9, 0.999), eps)
