"""Every sentence starts from random numbers.

exercise: LSTMTagger
misconception: random-start
keeps: 0.6
"""
import torch
from torch import nn
from torch.nn import functional as F


class LSTMTagger(nn.Module):
    def __init__(self, embedding_dim, hidden_dim, vocab_size, tagset_size):
        super().__init__()
        self.hidden_dim = hidden_dim
        self.embedding = nn.Embedding(vocab_size, embedding_dim)
        self.lstm = nn.LSTM(embedding_dim, hidden_dim)
        self.linear = nn.Linear(hidden_dim, tagset_size)

    def forward(self, sentence):
        state = torch.randn(1, self.hidden_dim), torch.randn(1, self.hidden_dim)
        return F.log_softmax(self.linear(self.lstm(self.embedding(sentence), state)[0]), dim=1)
