"""Scores.

exercise: LSTMTagger
misconception: no-log-softmax
keeps: 0.625
"""
from torch import nn


class LSTMTagger(nn.Module):
    def __init__(self, embedding_dim, hidden_dim, vocab_size, tagset_size):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embedding_dim)
        self.lstm = nn.LSTM(embedding_dim, hidden_dim)
        self.linear = nn.Linear(hidden_dim, tagset_size)

    def forward(self, sentence):
        return self.linear(self.lstm(self.embedding(sentence))[0])
