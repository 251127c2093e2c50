"""The LSTM also reads the sentence backwards, with half of the hidden numbers for each direction.

exercise: LSTMTagger
keeps: 0.5
"""


class LSTMTagger(nn.Module):
    def __init__(self, embedding_dim, hidden_dim, vocab_size, tagset_size):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embedding_dim)
        self.lstm = nn.LSTM(embedding_dim, hidden_dim // 2, bidirectional=True)
        self.tag = nn.Linear(hidden_dim, tagset_size)

    def forward(self, sentence):
        states, _ = self.lstm(self.embedding(sentence))
        return self.tag(states).log_softmax(-1)
