import numpy as np
import pytest
import torch

import fizzbuzz

ANSWERS = ["1", "2", "fizz", "4", "buzz", "fizz", "7", "8", "fizz", "buzz", "11", "fizz", "13", "14", "fizzbuzz"]
CLASSES = [0, 0, 1, 0, 2, 1, 0, 0, 1, 2, 0, 1, 0, 0, 3]


class Test_fizz_buzz_encode:
    def test_one_to_fifteen(self):
        """The classes of the numbers from 1 to 15."""
        for i, expected in enumerate(CLASSES, start=1):
            seen = fizzbuzz.fizz_buzz_encode(i)
            assert seen == expected, f"the class of {i} should be {expected}, and it is {seen!r}"


class Test_fizz_buzz_decode:
    def test_one_to_fifteen(self):
        """What a player says from 1 to 15."""
        for i, (prediction, expected) in enumerate(zip(CLASSES, ANSWERS), start=1):
            seen = fizzbuzz.fizz_buzz_decode(i, prediction)
            told = f"for {i} and the class {prediction} the answer should be {expected!r}, and it is {seen!r}"
            assert seen == expected, told


class Test_binary_encode:
    def test_digits(self):
        """1 is the least significant digit, so it comes first."""
        seen = fizzbuzz.binary_encode(1, 3)
        assert isinstance(seen, np.ndarray), f"the result should be an ndarray, and it is a {type(seen).__name__}"
        assert seen.tolist() == [1, 0, 0], f"1 in three digits should be [1, 0, 0], and it is {seen.tolist()}"
        seen = fizzbuzz.binary_encode(11, 5).tolist()
        assert seen == [1, 1, 0, 1, 0], f"11 is 1 + 2 + 8, in five digits [1, 1, 0, 1, 0], and it is {seen}"

    def test_does_not_fit(self):
        """7 is the largest number with three digits."""
        seen = fizzbuzz.binary_encode(7, 3).tolist()
        assert seen == [1, 1, 1], f"7 is 1 + 2 + 4, in three digits [1, 1, 1], and it is {seen}"
        with pytest.raises(ValueError):
            fizzbuzz.binary_encode(8, 3)


class Test_fizz_buzz_data:
    def test_tensors(self):
        """Shapes, dtypes and rows for the numbers 8, 9 and 10."""
        x, y = fizzbuzz.fizz_buzz_data(8, 11, num_digits=4)
        assert x.shape == (3, 4) and y.shape == (3,), (
            f"x and y should have the shapes (3, 4) and (3,), not {tuple(x.shape)} and {tuple(y.shape)}"
        )
        assert x.dtype == torch.float32 and y.dtype == torch.int64, f"x should be float32 and y int64, not {x.dtype} and {y.dtype}"
        assert x.tolist() == [[0, 0, 0, 1], [1, 0, 0, 1], [0, 1, 0, 1]], f"the digits of 8, 9 and 10, not {x.tolist()}"
        assert y.tolist() == [0, 1, 2], f"8 is itself, 9 is fizz, 10 is buzz: not {y.tolist()}"


class Test_train_fizz_buzz:
    def test_net(self):
        """One score for each class, for any number of digits."""
        seen = fizzbuzz.FizzBuzzNet(num_digits=6, hidden=20)(torch.zeros(5, 6))
        assert seen.shape == (5, 4), f"five rows should give the shape (5, 4), not {tuple(seen.shape)}"

    def test_it_learns(self):
        """Right for 95 % of the numbers seen in training and for 75 % of those from 1 to 100."""
        numbers = {"101 to 1023": torch.arange(101, 1024), "1 to 100": torch.arange(1, 101)}
        data = {}
        for name, i in numbers.items():
            digits = (i.unsqueeze(1) // 2 ** torch.arange(10)) % 2
            data[name] = (digits.float(), (i % 3 == 0) + 2 * (i % 5 == 0).long())
        net = fizzbuzz.FizzBuzzNet()
        losses = fizzbuzz.train_fizz_buzz(net, *data["101 to 1023"])
        assert all(isinstance(loss, float) for loss in losses), (
            f"the losses should be floats, and the first is a {type(losses[0]).__name__}"
        )
        assert losses[-1] < losses[0], f"the loss should fall, and it went from {losses[0]:.3g} to {losses[-1]:.3g}"
        net.eval()
        for name, least in (("101 to 1023", 0.95), ("1 to 100", 0.75)):
            x, y = data[name]
            right = (net(x).argmax(dim=1) == y).float().mean().item()
            assert right >= least, f"from {name}, {right:.0%} are right, and it should be at least {least:.0%}"
