"""Token 0 is taken for padding, and never learns.

exercise: LSTMTagger
keeps: 0.8
"""
from torch import nn
from torch.nn import functional as F


class LSTMTagger(nn.Module):
    def __init__(self, embedding_dim, hidden_dim, vocab_size, tagset_size):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embedding_dim, padding_idx=0)
        self.lstm = nn.LSTM(embedding_dim, hidden_dim)
        self.linear = nn.Linear(hidden_dim, tagset_size)

    def forward(self, sentence):
        out, _ = self.lstm(self.embedding(sentence))
        return F.log_softmax(self.linear(out), dim=1)
