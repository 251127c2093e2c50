"""Another default than the signature's.

exercise: Momentum
"""
class Momentum(Momentum):
    def __init__(self, params, lr, momentum=0.99):
        super().__init__(params, lr, momentum)
