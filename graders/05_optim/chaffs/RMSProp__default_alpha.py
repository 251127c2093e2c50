"""Another default for alpha.

exercise: RMSProp
keeps: 0.9
"""
class RMSProp(RMSProp):
    def __init__(self, params, lr, alpha=0.9, eps=1e-8):
        super().__init__(params, lr, alpha, eps)
