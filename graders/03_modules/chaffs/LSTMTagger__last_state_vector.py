"""One row for the sentence, without an axis for tokens.

exercise: LSTMTagger
misconception: last-state-only
keeps: 0.45
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
        out, _ = self.lstm(self.embedding(sentence))
        return F.log_softmax(self.linear(out[-1]), dim=-1)
