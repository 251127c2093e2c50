"""The state stays on self.

exercise: LSTMTagger
misconception: hidden-kept
keeps: 0.6
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
        self.hidden = torch.zeros(1, 1, hidden_dim), torch.zeros(1, 1, hidden_dim)

    def forward(self, sentence):
        out, self.hidden = self.lstm(self.embedding(sentence).view(len(sentence), 1, -1), self.hidden)
        return F.log_softmax(self.linear(out.view(len(sentence), -1)), dim=1)
