"""Three axes, and log-softmax over the first of them.

exercise: LSTMTagger
misconception: log-softmax-axis-0
keeps: 0.6
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
        return F.log_softmax(self.linear(self.lstm(self.embedding(sentence).unsqueeze(1))[0])).squeeze(1)
