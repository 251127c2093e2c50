"""Looks at the tokens behind as well.

exercise: LSTMTagger
keeps: 0.5
"""
from torch import nn
from torch.nn import functional as F


class LSTMTagger(nn.Module):
    def __init__(self, embedding_dim, hidden_dim, vocab_size, tagset_size):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embedding_dim)
        self.lstm = nn.LSTM(embedding_dim, hidden_dim, bidirectional=True)
        self.linear = nn.Linear(2 * hidden_dim, tagset_size)

    def forward(self, sentence):
        return F.log_softmax(self.linear(self.lstm(self.embedding(sentence))[0]), dim=1)
