"""An nn.LSTMCell, one token at a time.

exercise: LSTMTagger
"""
import torch
from torch import nn
from torch.nn import functional as F


class LSTMTagger(nn.Module):
    def __init__(self, embedding_dim, hidden_dim, vocab_size, tagset_size):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embedding_dim)
        self.cell = nn.LSTMCell(embedding_dim, hidden_dim)
        self.linear = nn.Linear(hidden_dim, tagset_size)

    def forward(self, sentence):
        state, rows = None, []
        for token in sentence:
            state = self.cell(self.embedding(token), state)
            rows.append(F.log_softmax(self.linear(state[0]), dim=0))
        return torch.stack(rows)
