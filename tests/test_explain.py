"""What an exception means: torch, NumPy and Python are made to raise each of them, so that a new version which says it
differently is seen here."""

import io
from pathlib import Path
from unittest import mock

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import nn

from torchkata.explain import EXPLANATIONS, explain


class NoInit(nn.Module):
    def __init__(self):
        self.layer = nn.Linear(2, 2)


class NoInitParameter(nn.Module):
    def __init__(self):
        self.w = nn.Parameter(torch.ones(2))


class NoInitCalled(nn.Module):
    def __init__(self):
        pass

    def forward(self, x):
        return x


class Misspelt(nn.Module):
    def foward(self, x):
        return x


class Brackets(nn.Module):
    def __init__(self):
        super.__init__()


class ReturnsError:
    def __init__(self):
        return ValueError("p")


def named_by_modules():
    net = nn.Module()
    net._modules[nn.Linear(2, 2)] = nn.Linear(2, 2)
    net.state_dict()


class NoSelf:
    def forward(x):
        return x


def without_return(x):
    x + 1


def two(a, b):
    return a + b


def leaf():
    return torch.ones(2, requires_grad=True)


def backward_twice():
    loss = (leaf() ** 2).sum()
    loss.backward()
    loss.backward()


def changed_after_use():
    w = leaf()
    y = w.exp()
    y += 1
    y.sum().backward()


def change_leaf():
    w = leaf()
    w -= 0.1


def load_other_state():
    nn.Linear(2, 2).load_state_dict(nn.Linear(3, 3).state_dict())


def load_a_module():
    file = io.BytesIO()
    torch.save(nn.Linear(2, 2), file)
    torch.load(io.BytesIO(file.getvalue()), weights_only=True)


def unset():
    value += 1  # noqa: F821, F841


def used_up():
    parameters = nn.Linear(2, 2).parameters()
    list(parameters)
    torch.optim.SGD(parameters, lr=0.1)


def again():
    return again()


def code(text):
    return lambda: exec(compile(text, "<student>", "exec"), {})


def no_gpu():
    with mock.patch("torch.cuda.is_available", return_value=False):
        torch.ones(1).cuda() if not torch.cuda.is_available() else torch._C._cuda_init()


X, INTS = torch.ones(3, 4), torch.arange(6)
RAISED = {  # what a beginner writes, and a part of what it means
    "shape of None": (lambda: without_return(X).shape, "None where a value is needed"),
    "sum with None": (lambda: X + without_return(X), "None where a value is needed"),
    "None + number": (lambda: None + 1, "None where a value is needed"),
    "item of None": (lambda: None[0], "None where a value is needed"),
    "loop over None": (lambda: list(None), "None where a value is needed"),
    "length of None": (lambda: len(None), "None where a value is needed"),
    "unpack None": (lambda: two(*None), "None where a value is needed"),
    "call None": (lambda: None(), "None where a value is needed"),
    "None compared": (lambda: None > 1, "None where a value is needed"),
    "linear of None": (lambda: F.linear(None, X), "None where a value is needed"),
    "no init": (NoInit, "super().__init__()"),
    "no init, parameter": (NoInitParameter, "super().__init__()"),
    "no init, called": (lambda: NoInitCalled()(X), "super().__init__()"),
    "class of layers": (lambda: F.linear(nn.ReLU(X), X), "nn.ReLU is a class and not a function"),
    "class of layers, sum": (lambda: nn.Tanh() + X, "nn.Tanh is a class and not a function"),
    "class of layers, shape": (lambda: nn.Sigmoid().shape, "nn.Sigmoid is a class and not a function"),
    "no forward": (lambda: Misspelt()(X), "no method forward"),
    "tensor for a parameter": (lambda: setattr(nn.Linear(2, 2), "weight", torch.ones(2, 2)), "only an nn.Parameter"),
    "function in a Sequential": (lambda: nn.Sequential(nn.Linear(2, 2), F.relu), "Only modules can be put here"),
    "class in a Sequential": (lambda: nn.Sequential(nn.ReLU), "Only modules can be put here"),
    "number as a name": (lambda: nn.Module().add_module(1, nn.ReLU()), "A module's name has to be a string"),
    "dot in a name": (lambda: nn.Module().add_module("a.b", nn.ReLU()), "A module's name has to be a string"),
    "super without brackets": (Brackets, "super has to be called"),
    "error returned": (ReturnsError, "it is raised and not returned"),
    "modules as names": (named_by_modules, "A module stands where the name of one is needed"),
    "module optimized": (lambda: torch.optim.SGD(nn.Sequential(nn.Linear(2, 2)), lr=0.1), "An optimizer is given parameters"),
    "tensor optimized": (lambda: torch.optim.SGD(X, lr=0.1), "An optimizer is given parameters"),
    "no parameters": (used_up, "The optimizer got no parameters"),
    "result optimized": (lambda: torch.optim.SGD([leaf() * 2], lr=0.1), "leaves only"),
    "batch of one": (lambda: nn.BatchNorm1d(4)(X[:1]), "more than one row"),
    "matrices": (lambda: X @ torch.ones(3, 2), "the second size of the first matrix, 4, has to be the first size of the"),
    "layer": (lambda: nn.Linear(5, 2)(X), "A matrix of shape (3, 4) cannot be multiplied by one of shape (5, 2)"),
    "arrays": (lambda: np.ones((3, 4)).dot(np.ones((3, 2))), "the second size of the first matrix, 4, has to be"),
    "arrays, matmul": (lambda: np.ones((3, 4)) @ np.ones((3, 2)), "The two sizes along which a product is summed"),
    "vectors": (lambda: torch.ones(3) @ torch.ones(4), "The two sizes along which a product is summed"),
    "matrix by vector": (lambda: X @ torch.ones(3), "The two sizes along which a product is summed"),
    "broadcast": (lambda: X + torch.ones(3), "compare them from the right"),
    "broadcast arrays": (lambda: np.ones((3, 4)) + np.ones(3), "compare them from the right"),
    "view": (lambda: X.view(5, 2), "exactly as many numbers"),
    "reshape array": (lambda: np.ones(12).reshape(5, 2), "exactly as many numbers"),
    "view of a transpose": (lambda: X.t().view(12), "side by side in memory"),
    "channels": (lambda: nn.Conv2d(1, 6, 5)(torch.ones(2, 3, 28, 28)), "expects 1 channels"),
    "cat": (lambda: torch.cat([X, torch.ones(3)]), "put together"),
    "stack": (lambda: torch.stack([X, X[:2]]), "put together"),
    "axis": (lambda: torch.ones(3).sum(1), "fewer axes"),
    "axis of an array": (lambda: np.ones(3).sum(axis=1), "fewer axes"),
    "unpack": (lambda: exec("a, b = 1, 2, 3"), "The names do not fit the values in number"),
    "leaf changed": (change_leaf, "changed in place while autograd records"),
    "backward twice": (backward_twice, "backward was called twice"),
    "nothing requires grad": (lambda: X.sum().backward(), "requires a gradient"),
    "backward of many": (lambda: (leaf() * 2).backward(), "needs a loss that is one number"),
    "changed after use": (changed_after_use, "changed in place after it had been used"),
    "numpy of a leaf": (lambda: leaf().numpy(), "detach() first"),
    "integers require grad": (lambda: torch.tensor([1, 2], requires_grad=True), "whole numbers"),
    "item of many": (lambda: X.item(), "One number is asked for"),
    "float of an array": (lambda: float(np.ones(3)), "One number is asked for"),
    "if": (lambda: 1 if X > 0 else 0, "need one truth value"),
    "if of an array": (lambda: 1 if np.ones(3) > 0 else 0, "need one truth value"),
    "backward of a float": (lambda: X.mean().item().backward(), "plain number and no tensor, so it has no backward"),
    "list for a tensor": (lambda: F.relu([1.0]), "A tensor is needed here, and list was given"),
    "array for a tensor": (lambda: F.linear(np.ones((3, 4)), X), "A tensor is needed here"),
    "tuple for a tensor": (lambda: nn.Linear(2, 2)((X, X)), "gives a tuple of them"),
    "tuple, as a tensor": (lambda: torch.utils.data.TensorDataset((X, X)), "This is a tuple and no tensor, so it has no size"),
    "list, as a dict": (lambda: [("a", 1)].items(), "This is a list and no dict"),
    "cat of numbers": (lambda: torch.cat([1.0, 2.0]), "A tensor is needed here, and float was given"),
    "range of a list": (lambda: range([1]), "where a tensor or a number is needed"),
    "dtypes": (lambda: X @ torch.ones(4, 2).double(), "different dtypes"),
    "dtype of a layer": (lambda: nn.Linear(4, 2)(X.double()), "different dtypes"),
    "convolution's dtype": (lambda: nn.Conv2d(1, 1, 1)(torch.ones(1, 1, 2, 2).double()), "different dtypes"),
    "float indices": (lambda: nn.Embedding(3, 2)(torch.tensor([1.0])), "whole numbers, of dtype int64"),
    "float index": (lambda: X[torch.tensor([1.0])], "whole numbers, of dtype int64"),
    "into integers": (lambda: INTS.add_(0.5), "cannot be written into a tensor of whole numbers"),
    "into an integer array": (lambda: np.arange(3).__isub__(0.5), "cannot be written into a tensor of whole numbers"),
    "other device": (lambda: torch.ones(2, 2, device="meta") + torch.ones(2, 2), "on different devices"),
    "device's name": (lambda: torch.device("cuda:{i}"), "No device has this name"),
    "softmax of integers": (lambda: F.cross_entropy(INTS.view(2, 3), X[:2, :3]), "look at the dtype, and at the order"),
    "caret": (lambda: X ^ 2, "a power is written with two stars"),
    "caret, arrays": (lambda: np.ones(3) ^ 2, "a power is written with two stars"),
    "caret, numbers": (lambda: 1.5 ^ 2, "a power is written with two stars"),
    "no GPU": (no_gpu, "no GPU that PyTorch can use"),
    "embedding": (lambda: nn.Embedding(3, 2)(torch.tensor([3])), "number of rows of the embedding"),
    "index": (lambda: X[5], "Index 5 does not exist along an axis of size 3"),
    "index of an array": (lambda: np.ones(3)[3], "Index 3 does not exist along an axis of size 3"),
    "list index": (lambda: [1, 2][2], "fewer items"),
    "index of a scalar": (lambda: torch.tensor(1.0)[0], "fewer axes than there are indices"),
    "too many indices": (lambda: torch.ones(3)[0, 1], "fewer axes than there are indices"),
    "class number": (lambda: F.cross_entropy(X, torch.tensor([0, 1, 7])), "smaller than the number of columns"),
    "state": (load_other_state, "do not fit this module"),
    "weights only": (load_a_module, "its argument weights_only"),
    "path for a state": (lambda: nn.Linear(2, 2).load_state_dict(Path("net")), "look at where they are read from the file"),
    "arguments of save": (lambda: torch.save("path", X), "look at the order of the arguments"),
    "text file": (lambda: torch.save(X, io.TextIOWrapper(io.BytesIO())), "The file was opened for text"),
    "generator saved": (lambda: torch.save(nn.Linear(2, 2).parameters(), io.BytesIO()), "A generator cannot be saved"),
    "key": (lambda: {"net": 1}["model"], "There is no entry 'model' in the dict"),
    "next of nothing": (lambda: next(nn.ReLU().parameters()), "where nothing is left"),
    "list as a key": (lambda: {[1]: 2}, "A list can change"),
    "missing argument": (lambda: two(1), "two was called without 'b'"),
    "self forgotten": (lambda: NoSelf().forward(X), "the object itself is counted, as the first one, `self`"),
    "too many arguments": (lambda: two(1, 2, 3), "two was called with 3 arguments, and its `def` line has 2."),
    "keyword": (lambda: two(1, c=2), "no argument named c"),
    "shape called": (lambda: X.shape(), "A shape stands without round brackets"),
    "length of a generator": (lambda: len(nn.Linear(2, 2).parameters()), "it has no length and no index"),
    "index of a generator": (lambda: nn.Linear(2, 2).parameters()[0], "it has no length and no index"),
    "loop over a number": (lambda: list(3), "this is one number"),
    "tensor called": (lambda: X(2), "Round brackets after a Tensor"),
    "brackets forgotten": (lambda: X.sum[0], "the round brackets of the call are missing"),
    "brackets forgotten, sum": (lambda: X.sum + 1, "the round brackets of the call are missing"),
    "import forgotten": (code("nn.Linear(2, 2)"), "the line `from torch import nn` is missing"),
    "name": (code("print(wieght)"), "The name wieght is not known here"),
    "before it is set": (unset, "it has no value yet"),
    "no such library": (code("import torchh"), "no library or file of the name torchh"),
    "no such function": (lambda: torch.arrange(3), "torch has nothing of the name arrange"),
    "no such attribute": (lambda: nn.Linear(2, 2).weigth, "A Linear has nothing of the name weigth"),
    "attribute with a dot": (lambda: getattr(nn.Sequential(nn.Linear(2, 2)), "0.weight"), "A Sequential has nothing of the name"),
    "article": (lambda: torch.optim.SGD([leaf()], lr=0.1).params_groups, "An SGD has nothing of the name"),
    "tabs": (code("if True:\n\tx = 1\n        y = 2\n"), "Tabs and spaces"),
    "indentation": (code("def f():\nreturn 1\n"), "wrong column"),
    "unindent": (code("def f():\n    x = 1\n  y = 2\n"), "wrong column"),
    "colon": (code("def f(x)\n    return x\n"), "A colon is missing"),
    "bracket": (code("x = (1\ny = 2\n"), "A bracket is open"),
    "quotation mark": (code("x = 'a\n"), "A quotation mark is missing"),
    "assignment": (code("if x = 1:\n    pass\n"), "`=` sets a name and `==` compares"),
    "print": (code("print 'x'\n"), "print is a function"),
    "grammar": (code("x = 1 +* 2\n"), "Python cannot read this line"),
    "quotation marks of a web page": (code("x = \u201ca\u201d\n"), "Python does not know this sign"),
    "space of a web page": (code("x =\u00a01\n"), "Python does not know this sign"),
    "comma": (code("x = f(1 g())\n"), "most often a comma"),
    "null bytes": (code("x = 1\0"), "not saved as UTF-8"),
    "exit": (code("import sys\nsys.exit()\n"), "end Python, and the tests with it"),
    "recursion": (again, "calls itself without an end"),
    "zero": (lambda: 1 / 0, "divided by zero"),
    "file": (lambda: Path("/no/such/file").read_text(), "no file of that name"),
    "rows of different lengths": (lambda: np.array([[1.0], [1.0, 2.0]]), "different lengths"),
    "rows of a tensor": (lambda: torch.tensor([[1.0], [1.0, 2.0]]), "different lengths"),
    "tuple and number": (lambda: (1, 2) + 1, "`+` does not work between tuple and int"),
    "compared": (lambda: (1, 2) > 1, "`>` does not work between tuple and int"),
    "list and number": (lambda: [1] - 1, "does not work between list and int"),
}
IN_WORDS_ONLY = {  # what no line of code can be made to raise here: another library, another machine, two files
    "AttributeError: partially initialized module 'torch' has no attribute 'nn' (most likely due to a circular import)": "first",
    "ImportError: cannot import name 'MLP' from partially initialized module 'blocks' (most likely ...)": "two files",
    "RuntimeError: Expected all tensors to be on the same device, but found at least two devices, cuda:0 and cpu!": "devices",
    "EOFError: EOF when reading a line": "keyboard",
}


def raised(call):
    try:
        call()
    except BaseException as error:
        return type(error).__name__, error.msg if isinstance(error, SyntaxError) else str(error)
    raise AssertionError("nothing was raised")


@pytest.mark.parametrize("name", RAISED)
def test_an_exception_is_explained(name):
    call, says = RAISED[name]
    kind, text = raised(call)
    assert says in (explain(kind, text) or ""), f"{kind}: {text}"


@pytest.mark.parametrize("text", IN_WORDS_ONLY)
def test_an_exception_of_elsewhere_is_explained(text):
    assert IN_WORDS_ONLY[text] in (explain(*text.split(": ", 1)) or "")


def test_every_explanation_is_tried_and_reads_as_a_sentence():
    seen = [raised(call) for call, _ in RAISED.values()] + [tuple(text.split(": ", 1)) for text in IN_WORDS_ONLY]
    first = {next((each for each in EXPLANATIONS if each.of(*one)), None) for one in seen}
    assert [each.pattern.pattern for each in EXPLANATIONS if each not in first] == []
    for said in {explain(*one) for one in seen}:
        assert said.endswith(".") and len(said) < 240 and "{" not in said, said


def test_what_is_not_known_is_not_explained():
    none = "'NoneType' object has no attribute 'x'"
    for kind, text in [("ValueError", "wrong"), ("RuntimeError", ""), ("KeyError", ""), ("MyError", none)]:
        assert explain(kind, text) is None
