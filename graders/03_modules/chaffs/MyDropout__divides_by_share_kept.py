"""Divided by the share that was kept in this call, which is only near 1 - p.

exercise: MyDropout
keeps: 0.6
"""


class MyDropout(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        if p < 0 or p > 1:
            raise ValueError("p is a probability")
        self.p = p

    def forward(self, X):
        if not self.training:
            return X
        mask = torch.rand(X.shape) >= self.p
        return X * mask / mask.float().mean()
