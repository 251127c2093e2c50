"""The state goes on from sentence to sentence, in eval mode only.

exercise: LSTMTagger
misconception: hidden-kept
keeps: 0.85
"""
from torch import nn
from torch.nn import functional as F


class LSTMTagger(nn.Module):
    def __init__(self, embedding_dim, hidden_dim, vocab_size, tagset_size):
        super().__init__()
        self.e, self.l = nn.Embedding(vocab_size, embedding_dim), nn.LSTM(embedding_dim, hidden_dim)
        self.t = nn.Linear(hidden_dim, tagset_size)
        self.state = None

    def forward(self, sentence):
        if self.training:
            self.state = None
        out, self.state = self.l(self.e(sentence), self.state)
        return F.log_softmax(self.t(out), -1)
