"""A module with the right names that runs, but is no nn.Sequential.

exercise: named_mlp
misconception: not-sequential
keeps: 0.7
"""


class Named(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear1 = nn.Linear(4, 8)
        self.activate1 = nn.ReLU()
        self.linear2 = nn.Linear(8, 8)
        self.activate2 = nn.ReLU()
        self.linear3 = nn.Linear(8, 1)

    def forward(self, X):
        X = self.activate1(self.linear1(X))
        return self.linear3(self.activate2(self.linear2(X)))


def named_mlp():
    return Named()
