"""Probabilities.

exercise: LSTMTagger
misconception: softmax
keeps: 0.65
"""
from torch import nn
from torch.nn import functional as F


class LSTMTagger(nn.Module):
    def __init__(self, embedding_dim, hidden_dim, vocab_size, tagset_size):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embedding_dim)
        self.lstm = nn.LSTM(embedding_dim, hidden_dim)
        self.linear = nn.Linear(hidden_dim, tagset_size)

    def forward(self, sentence):
        return F.softmax(self.linear(self.lstm(self.embedding(sentence))[0]), dim=1)
