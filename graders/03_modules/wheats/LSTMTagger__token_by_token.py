"""The LSTM sees one token at a time and is handed its state.

exercise: LSTMTagger
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

    def forward(self, sentence):
        state, rows = None, []
        for e in self.embedding(sentence):
            out, state = self.lstm(e.view(1, 1, -1), state)
            rows.append(self.linear(out[0, 0]))
        return F.log_softmax(torch.stack(rows), 1)
