"""batch_first with one sentence as a batch.

exercise: LSTMTagger
"""
from torch import nn


class LSTMTagger(nn.Module):
    def __init__(self, embedding_dim, hidden_dim, vocab_size, tagset_size):
        super().__init__()
        self.emb = nn.Embedding(vocab_size, embedding_dim)
        self.rnn = nn.LSTM(embedding_dim, hidden_dim, num_layers=1, batch_first=True)
        self.out = nn.Sequential(nn.Linear(hidden_dim, tagset_size), nn.LogSoftmax(dim=-1))

    def forward(self, sentence):
        states = self.rnn(self.emb(sentence).unsqueeze(0))[0].squeeze(0)
        return self.out(states)
