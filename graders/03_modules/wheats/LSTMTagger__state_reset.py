"""A state on self that every call starts anew.

exercise: LSTMTagger
"""
import torch
from torch import nn


class LSTMTagger(nn.Module):
    def __init__(self, embedding_dim, hidden_dim, vocab_size, tagset_size):
        super().__init__()
        self.hidden_dim = hidden_dim
        self.embedding = nn.Embedding(vocab_size, embedding_dim)
        self.lstm = nn.LSTM(embedding_dim, hidden_dim)
        self.linear = nn.Linear(hidden_dim, tagset_size)

    def init_hidden(self):
        return torch.zeros(1, 1, self.hidden_dim), torch.zeros(1, 1, self.hidden_dim)

    def forward(self, sentence):
        self.hidden = self.init_hidden()
        out, self.hidden = self.lstm(self.embedding(sentence).unsqueeze(1), self.hidden)
        scores = self.linear(out[:, 0])
        return scores - scores.logsumexp(1, keepdim=True)
