"""Whole networks: a classifier, a convolutional network, a recurrent one."""
import torch
from torch import nn
from torch.nn import functional as F


class TinyModel(nn.Module):
    """A classifier: linear 100 -> 200, ReLU, linear 200 -> 10, softmax over the last axis (22,210 parameters).

    forward(X): (..., 100), with any number of leading axes, also none -> (..., 10), probabilities that sum to 1 along
    the last axis.

    >>> TinyModel()(torch.rand(2, 3, 100)).shape
    torch.Size([2, 3, 10])
    """

    def __init__(self):
        super().__init__()
        ### BEGIN SOLUTION
        self.linear1 = nn.Linear(100, 200)
        self.linear2 = nn.Linear(200, 10)
        ### END SOLUTION

    def forward(self, X):
        ### BEGIN SOLUTION
        return F.softmax(self.linear2(F.relu(self.linear1(X))), dim=-1)
        ### END SOLUTION


def conv_output_size(size, kernel, stride=1, padding=0, dilation=1):
    """How large a convolution's output is, as nn.Conv1d and nn.Conv2d with these settings would make it.

    Each argument is an int, or a tuple (height, width); an int next to a tuple size holds for both axes.
    An int size gives an int, a tuple size a tuple. Padding is added at both ends; a window that does not fit into what
    is there wholly is left out. ValueError where along an axis not even one window fits.

    >>> conv_output_size(32, 5)
    28
    >>> conv_output_size((8, 11), (3, 4), stride=2, padding=(1, 0))
    (4, 4)
    """
    ### BEGIN SOLUTION
    if not isinstance(size, int):
        settings = [(s, s) if isinstance(s, int) else s for s in (kernel, stride, padding, dilation)]
        return tuple(conv_output_size(*axis) for axis in zip(size, *settings))
    reach = dilation * (kernel - 1) + 1     # how many pixels the window spans
    room = size + 2 * padding - reach       # how far it can move
    if room < 0:
        raise ValueError("not even one window fits")
    return room // stride + 1
    ### END SOLUTION


def pool_output_size(size, kernel, stride=None, padding=0):
    """How large the output of max pooling is, as nn.MaxPool1d and nn.MaxPool2d with these settings would make it.

    As conv_output_size, but without dilation, and with one more rule: a stride that is not given (None) is the kernel.

    >>> pool_output_size(28, 2)
    14
    >>> pool_output_size((9, 7), (3, 2), stride=2)
    (4, 3)
    """
    ### BEGIN SOLUTION
    return conv_output_size(size, kernel, kernel if stride is None else stride, padding)
    ### END SOLUTION


class LeNet(nn.Module):
    """A convolutional network for 32 x 32 images with one channel.

    Convolution 1 -> 6 channels with kernel 5, ReLU, max pooling 2; convolution 6 -> 16 channels with kernel
    second_kernel (3 or 5), ReLU, max pooling 2; then every image flattened by itself; linear -> 120, ReLU,
    linear 120 -> 84, ReLU, linear 84 -> 10. Nothing follows the last linear layer.
    There are 61,706 parameters with second_kernel=5, and 81,290 with 3.

    forward(X): (N, 1, 32, 32) -> (N, 10), one score per class. Images of another size, such as 28 x 28, raise an error,
    however many there are.

    >>> LeNet()(torch.rand(2, 1, 32, 32)).shape
    torch.Size([2, 10])
    """

    def __init__(self, second_kernel=5):
        super().__init__()
        ### BEGIN SOLUTION
        self.conv1 = nn.Conv2d(1, 6, 5)
        self.conv2 = nn.Conv2d(6, 16, second_kernel)
        side = (14 - second_kernel + 1) // 2    # of the 16 pictures that are flattened
        self.fc1 = nn.Linear(16 * side * side, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)
        ### END SOLUTION

    def forward(self, X):
        ### BEGIN SOLUTION
        X = F.max_pool2d(F.relu(self.conv1(X)), 2)
        X = F.max_pool2d(F.relu(self.conv2(X)), 2)
        X = X.flatten(1)
        X = F.relu(self.fc1(X))
        X = F.relu(self.fc2(X))
        return self.fc3(X)
        ### END SOLUTION


class LSTMTagger(nn.Module):
    """Tag each word of a sentence: embedding, one LSTM layer, linear, log-softmax over the tags.

    The embedding has vocab_size rows of embedding_dim numbers, the LSTM a hidden state of hidden_dim numbers, and the
    linear layer maps it to tagset_size scores.

    forward(sentence): (L,) int64 token ids, L >= 1 -> (L, tagset_size) log-probabilities, a row for each token.
    Every sentence starts from a hidden state of zeros: what was tagged before makes no difference.

    >>> LSTMTagger(6, 5, 10, 3)(torch.tensor([1, 7, 2, 9])).shape
    torch.Size([4, 3])
    """

    def __init__(self, embedding_dim, hidden_dim, vocab_size, tagset_size):
        super().__init__()
        ### BEGIN SOLUTION
        self.embedding = nn.Embedding(vocab_size, embedding_dim)
        self.lstm = nn.LSTM(embedding_dim, hidden_dim)
        self.tag = nn.Linear(hidden_dim, tagset_size)
        ### END SOLUTION

    def forward(self, sentence):
        ### BEGIN SOLUTION
        states, _ = self.lstm(self.embedding(sentence))
        return F.log_softmax(self.tag(states), dim=-1)
        ### END SOLUTION
