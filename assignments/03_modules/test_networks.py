"""Visible tests of networks.py, for `pytest test_networks.py`: the ordinary case and an edge or two."""
import pytest
import torch
from torch import nn

import networks


def count(net):
    return sum(p.numel() for p in net.parameters())


class TestTinyModel:
    def test_parameters(self):
        """It has 22,210 parameters."""
        net = networks.TinyModel()
        net(torch.rand(1, 100))
        assert count(net) == 22210, f"it should have 22,210 parameters, it has {count(net):,}"

    @pytest.mark.parametrize("shape", [(4, 100), (2, 3, 100), (100,)], ids=str)
    def test_probabilities(self, shape):
        """The ten numbers along the last axis are probabilities."""
        y = networks.TinyModel()(torch.randn(shape))
        assert y.shape == (*shape[:-1], 10), f"the output's shape should be {(*shape[:-1], 10)}, it is {tuple(y.shape)}"
        assert (y >= 0).all(), f"a probability is not negative, and the smallest number is {y.min():.3g}"
        sums = y.sum(-1)
        told = f"along the last axis they should sum to 1; the first sum is {sums.flatten()[0]:.3g}"
        assert torch.allclose(sums, torch.ones(shape[:-1])), told


class Test_conv_output_size:
    CONVOLUTIONS = [
        dict(size=32, kernel=5),
        dict(size=28, kernel=3, stride=2),
        dict(size=(8, 11), kernel=(3, 4), stride=(2, 3), padding=(1, 0)),
        dict(size=(13, 10), kernel=3, padding=1, dilation=(2, 3)),
    ]

    @pytest.mark.parametrize("settings", CONVOLUTIONS, ids=str)
    def test_convolution(self, settings):
        """The answer is what a convolution really does."""
        others = {name: value for name, value in settings.items() if name not in ("size", "kernel")}
        if isinstance(settings["size"], int):
            layer = nn.Conv1d(1, 1, settings["kernel"], **others)
            expected = layer(torch.zeros(1, 1, settings["size"])).shape[2]
        else:
            layer = nn.Conv2d(1, 1, settings["kernel"], **others)
            expected = tuple(layer(torch.zeros(1, 1, *settings["size"])).shape[2:])
        seen = networks.conv_output_size(settings["size"], settings["kernel"], **others)
        seen = tuple(seen) if isinstance(seen, list) else seen
        assert seen == expected, f"PyTorch makes {expected}, conv_output_size says {seen}"

    def test_pooling(self):
        """A pooling window moves by its own size unless it is told otherwise."""
        side = networks.pool_output_size(28, 2)
        assert side == 14, f"14 windows of 2 fit side by side into 28, not {side}"
        pair = networks.pool_output_size((9, 7), (3, 2), stride=2)
        assert tuple(pair) == (4, 3), f"nn.MaxPool2d((3, 2), stride=2) makes 4 x 3 of 9 x 7, not {pair}"

    def test_window_too_large(self):
        """A window that does not fit is an error."""
        with pytest.raises(ValueError):
            networks.conv_output_size(4, 5)
        with pytest.raises(ValueError):
            networks.pool_output_size((5, 2), 3)


class TestLeNet:
    @pytest.mark.parametrize("second_kernel, parameters", [(5, 61706), (3, 81290)])
    def test_shapes(self, second_kernel, parameters):
        """Ten scores for each image, and as many parameters as the exercise says."""
        net = networks.LeNet(second_kernel)
        for n in 1, 4:
            y = net(torch.rand(n, 1, 32, 32))
            assert y.shape == (n, 10), f"for {n} images the output's shape should be ({n}, 10), it is {tuple(y.shape)}"
        assert count(net) == parameters, f"it should have {parameters:,} parameters, it has {count(net):,}"

    def test_images_do_not_mix(self):
        """An image's scores do not depend on the other images."""
        net, X = networks.LeNet(), torch.rand(3, 1, 32, 32)
        assert torch.allclose(net(X)[1:2], net(X[1:2]), atol=1e-5), (
            "the second image should have the same scores alone as among others, and it has others"
        )

    def test_other_sizes_raise(self):
        """28 x 28 images do not fit."""
        net = networks.LeNet()
        y = net(torch.rand(2, 1, 32, 32))
        assert y.shape == (2, 10), f"two 32 x 32 images should give the shape (2, 10), they give {tuple(y.shape)}"
        with pytest.raises(Exception):
            net(torch.rand(2, 1, 28, 28))


class TestLSTMTagger:
    def test_log_probabilities(self):
        """Each token of a sentence gets a row of log-probabilities."""
        net = networks.LSTMTagger(6, 5, 10, 3)
        for sentence in [1, 7, 2, 9], [4]:
            y = net(torch.tensor(sentence))
            wanted = (len(sentence), 3)
            assert y.shape == wanted, f"for {len(sentence)} tokens the output's shape should be {wanted}, it is {tuple(y.shape)}"
            sums = y.exp().sum(1)
            told = f"exp of a row of log-probabilities should sum to 1; for the first row it is {sums[0]:.3g}"
            assert torch.allclose(sums, torch.ones(len(sentence))), told

    def test_words_before_matter(self):
        """A token's row depends on the tokens before it, and not on those after it."""
        net = networks.LSTMTagger(6, 5, 10, 3)
        y, z = net(torch.tensor([1, 7, 2])), net(torch.tensor([1, 7, 3]))
        assert torch.allclose(y[:2], z[:2]), (
            "two sentences that begin with the same two tokens should have the same two rows, and they differ"
        )
        assert not torch.allclose(net(torch.tensor([8, 7, 2]))[2], y[2]), (
            "another first token should change the third row, and it is the same"
        )

    def test_sentences_do_not_matter_to_each_other(self):
        """The same sentence gets the same answer again, and can be trained on again."""
        net, sentence = networks.LSTMTagger(6, 5, 10, 3), torch.tensor([1, 7, 2, 9])
        first, second = net(sentence), net(sentence)
        assert torch.allclose(first, second), "the same sentence should get the same answer again, and it gets another"
        first[:, 0].sum().backward()
        second[:, 0].sum().backward()
