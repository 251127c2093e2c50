"""batch_first with (L, 1, E): L sentences of one token.

exercise: LSTMTagger
misconception: no-recurrence
keeps: 0.4
"""
from torch import nn
from torch.nn import functional as F


class LSTMTagger(nn.Module):
    def __init__(self, embedding_dim, hidden_dim, vocab_size, tagset_size):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embedding_dim)
        self.lstm = nn.LSTM(embedding_dim, hidden_dim, batch_first=True)
        self.linear = nn.Linear(hidden_dim, tagset_size)

    def forward(self, sentence):
        out, _ = self.lstm(self.embedding(sentence).view(len(sentence), 1, -1))
        return F.log_softmax(self.linear(out.view(len(sentence), -1)), dim=1)
