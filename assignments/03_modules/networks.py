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
        # YOUR CODE HERE
        raise NotImplementedError()

    def forward(self, X):
        # YOUR CODE HERE
        raise NotImplementedError()


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
    # YOUR CODE HERE
    raise NotImplementedError()


def pool_output_size(size, kernel, stride=None, padding=0):
    """How large the output of max pooling is, as nn.MaxPool1d and nn.MaxPool2d with these settings would make it.

    As conv_output_size, but without dilation, and with one more rule: a stride that is not given (None) is the kernel.

    >>> pool_output_size(28, 2)
    14
    >>> pool_output_size((9, 7), (3, 2), stride=2)
    (4, 3)
    """
    # YOUR CODE HERE
    raise NotImplementedError()


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
        # YOUR CODE HERE
        raise NotImplementedError()

    def forward(self, X):
        # YOUR CODE HERE
        raise NotImplementedError()


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
        # YOUR CODE HERE
        raise NotImplementedError()

    def forward(self, sentence):
        # YOUR CODE HERE
        raise NotImplementedError()
