"""Random numbers in place of a network.

exercise: MLP
keeps: 0.0
"""


class MLP(nn.Module):
    def forward(self, X):
        return torch.rand(*X.shape[:-1], 10)
