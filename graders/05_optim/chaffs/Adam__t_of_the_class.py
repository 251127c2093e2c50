"""t belongs to the class.

exercise: Adam
misconception: t-shared
keeps: 0.75
"""
class Adam(Adam):
    steps = 0

    def __init__(self, params, lr, betas=(0.9, 0.999), eps=1e-8):
        super().__init__(params, lr, betas, eps)
        Adam.steps = 0

    @property
    def t(self):
        return Adam.steps

    @t.setter
    def t(self, value):
        Adam.steps = value
