"""The cell state of the sentence before is the start of the next.

exercise: LSTMTagger
misconception: hidden-kept
keeps: 0.65
"""
import torch
from torch import nn
from torch.nn import functional as F


class LSTMTagger(nn.Module):
    def __init__(self, embedding_dim, hidden_dim, vocab_size, tagset_size):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embedding_dim)
        self.lstm = nn.LSTM(embedding_dim, hidden_dim)
        self.linear = nn.Linear(hidden_dim, tagset_size)
        self.c = None
        self.h = hidden_dim

    def forward(self, sentence):
        state = None if self.c is None else (torch.zeros(1, self.h), self.c)
        out, (_, c) = self.lstm(self.embedding(sentence), state)
        self.c = c.detach()
        return F.log_softmax(self.linear(out), dim=1)
