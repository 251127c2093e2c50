"""Sizes of the tutorial's example.

exercise: LSTMTagger
misconception: sizes-hard-coded
keeps: 0.65
"""
from torch import nn
from torch.nn import functional as F


class LSTMTagger(nn.Module):
    def __init__(self, embedding_dim, hidden_dim, vocab_size, tagset_size):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embedding_dim)
        self.lstm = nn.LSTM(embedding_dim, 6)
        self.linear = nn.Linear(6, tagset_size)

    def forward(self, sentence):
        return F.log_softmax(self.linear(self.lstm(self.embedding(sentence))[0]), dim=1)
