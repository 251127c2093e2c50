"""Another default than the signature's.

exercise: Momentum
keeps: 0.9
"""
class Momentum(Momentum):
    def __init__(self, params, lr, momentum=0.99):
        super().__init__(params, lr, momentum)
