"""modules() also goes into the networks that were passed in, and names each module once.

exercise: MySequential
misconception: inner-runs-again
keeps: 0.65
"""


class MySequential(nn.Module):
    def __init__(self, *modules):
        super().__init__()
        for number, module in enumerate(modules):
            self.add_module(f"step{number}", module)

    def forward(self, X):
        itself, *others = self.modules()
        for module in others:
            X = module(X)
        return X
