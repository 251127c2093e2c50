"""The state stays on self, detached.

exercise: LSTMTagger
misconception: hidden-kept
keeps: 0.625
"""
from torch import nn
from torch.nn import functional as F


class LSTMTagger(nn.Module):
    def __init__(self, embedding_dim, hidden_dim, vocab_size, tagset_size):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embedding_dim)
        self.lstm = nn.LSTM(embedding_dim, hidden_dim)
        self.linear = nn.Linear(hidden_dim, tagset_size)
        self.hidden = None

    def forward(self, sentence):
        out, (h, c) = self.lstm(self.embedding(sentence), self.hidden)
        self.hidden = h.detach(), c.detach()
        return F.log_softmax(self.linear(out), dim=1)
