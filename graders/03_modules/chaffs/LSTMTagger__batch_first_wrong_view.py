"""view mixes tokens and features.

exercise: LSTMTagger
keeps: 0.425
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
        embedded = self.embedding(sentence)
        out, _ = self.lstm(embedded.t().reshape(len(sentence), 1, -1))
        return F.log_softmax(self.linear(out[:, 0]), dim=1)
