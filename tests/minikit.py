"""A small kit: one assignment of two files and four exercises that use every feature of the graders."""

from pathlib import Path

from torchkata.assignment import Kit
from torchkata.authoring.build import build
from torchkata.submission import Submission

NAME = "07_mini"

ASSIGNMENT = """
title = "Mini: four small exercises"
files = ["shapes.py", "nets.py"]

[[exercise]]
name = "center"
file = "shapes.py"
points = 20
minutes = 2
hints = ["Which numbers does the mean see?", "All of them."]
rubric = [
    { key = "value", share = 0.5, asks = "the mean of all numbers is subtracted" },
    { key = "input", share = 0.5, asks = "x stays as it is" },
]

[[exercise]]
name = "next_id"
file = "shapes.py"
points = 20
minutes = 3
hints = ["Where does a function keep what it has to remember?", "In its module."]
rubric = [{ key = "numbers", share = 1.0, asks = "1, 2, 3, ... after each import" }]

[[exercise]]
name = "Scale"
file = "nets.py"
points = 40
minutes = 5
hints = ["What makes a tensor a parameter?", "See nn.Parameter."]
rubric = [
    { key = "value", share = 0.2, asks = "x times the factor" },
    { key = "gradient", share = 0.6, asks = "a loss reaches the factor" },
    { key = "gpu", share = 0.2, asks = "it works on a GPU" },
]

[[exercise]]
name = "Twice"
file = "nets.py"
points = 20
minutes = 5
hints = ["A module may hold modules.", "Call one after the other."]
rubric = [{ key = "value", share = 1.0, asks = "two Scale modules, one after the other" }]
"""

SHAPES = '''"""Functions on tensors."""
import torch

_last = 0


def center(x):
    """Subtract the mean of all of x's numbers; x itself stays as it is.

    >>> center(torch.tensor([1.0, 2.0, 6.0]))
    tensor([-2., -1.,  3.])
    """
    ### BEGIN SOLUTION
    secret_mean = x.mean()
    return x - secret_mean
    ### END SOLUTION


def next_id():
    """1 in the first call after the import, then 2, 3, ..."""
    ### BEGIN SOLUTION
    global _last
    _last += 1
    return _last
    ### END SOLUTION
'''

NETS = '''"""Modules."""
import torch
from torch import nn


class Scale(nn.Module):
    """Multiply by a learned factor, the module's only parameter, which starts at `start`.

    forward(x): x of any shape -> the same shape.
    """

    def __init__(self, start=1.0):
        super().__init__()
        ### BEGIN SOLUTION
        self.secret_factor = nn.Parameter(torch.tensor(float(start)))
        ### END SOLUTION

    def forward(self, x):
        ### BEGIN SOLUTION
        return x * self.secret_factor
        ### END SOLUTION


class Twice(nn.Module):
    """Two Scale modules, one after the other, that start at 2 and 3.

    forward(x): x of any shape -> the same shape.
    """

    def __init__(self):
        super().__init__()
        ### BEGIN SOLUTION
        self.secret_body = nn.Sequential(Scale(2.0), Scale(3.0))
        ### END SOLUTION

    def forward(self, x):
        ### BEGIN SOLUTION
        return self.secret_body(x)
        ### END SOLUTION
'''

REFERENCE = {"shapes.py": SHAPES, "nets.py": NETS}

VISIBLE_SHAPES = '''"""Visible tests of shapes.py."""
import torch

import shapes


class Test_center:
    def test_mean_is_zero(self):
        """The result has mean 0."""
        y = shapes.center(torch.tensor([1.0, 2.0, 6.0]))
        assert y.tolist() == [-2.0, -1.0, 3.0], f"1, 2, 6 have mean 3; center returned {y.tolist()}"

    def test_keeps_the_shape(self):
        """The shape stays."""
        assert shapes.center(torch.ones(2, 3)).shape == (2, 3), "the shape should stay (2, 3)"


class Test_next_id:
    def test_counts(self):
        """Each call gives one more."""
        assert shapes.next_id() + 1 == shapes.next_id(), "two calls should give two numbers in a row"
'''

VISIBLE_NETS = '''"""Visible tests of nets.py."""
import torch

import nets


class TestScale:
    def test_multiplies(self):
        """A factor of 3 multiplies by 3."""
        assert nets.Scale(3.0)(torch.tensor(2.0)).item() == 6.0, "3 times 2 is 6"


class TestTwice:
    def test_multiplies_by_six(self):
        """2 and then 3 make 6."""
        assert nets.Twice()(torch.tensor(1.0)).item() == 6.0, "1 times 2 times 3 is 6"
'''

HANDOUT = """# Mini

A tour.

```python
import torch

shapes = import_file("shapes.py")
nets = import_file("nets.py")
```

## center

```python
with needs("center"):
    print("centered:", shapes.center(torch.arange(3.0)).tolist())
```

```python
check("center")
```

## next_id

```python
check("next_id")
```

## Scale

```python
check("Scale")
```

## Twice

```python
check("Twice")
```
"""

GRADER_SHAPES = '''"""HIDDEN-GRADER of shapes.py."""
import pytest
import torch
from torchkata.grading import assert_matches, assert_that, misconception
from torchkata.sandbox.probes import probe

row_mean = misconception("row-mean", "It looks like the mean of each row; take the mean of all the numbers.")
in_place = misconception("in-place", "The tensor that was passed in has changed; make a new one.")
OFFSETS = [3.0, -1.5]


@probe
def centered(student, x):
    return student.center(x)


@probe
def centered_with_offsets(student, x):
    inputs = [x + offset for offset in OFFSETS]
    return {"y": [centered(student, each) for each in inputs], "x": inputs}


@probe(timeout=1)
def ids(student, n):
    fresh = student.reimport("shapes")
    return [fresh.next_id() for _ in range(n)]


@pytest.mark.exercise("center")
@pytest.mark.criterion("value")
@pytest.mark.parametrize("shape", [(3, 4), (2, 3, 5)])
def test_subtracts_the_mean(student, reference, shape):
    """The mean of all numbers is subtracted."""
    x = torch.randn(shape)
    assert_matches(student(centered, x), reference.center(x), f"center(x) for x of shape {shape}",
                   {row_mean: x - x.mean(-1, keepdim=True)})


@pytest.mark.exercise("center")
@pytest.mark.criterion("input")
def test_leaves_its_input_alone(student):
    """What is passed in stays as it is."""
    x = torch.rand(2, 3) + 1
    seen = student(centered_with_offsets, x)
    assert_matches(seen["y"], [x - x.mean()] * 2, "center(x)")
    same = all(torch.equal(after, x + offset) for after, offset in zip(seen["x"], OFFSETS))
    assert_that(same, "x is not what it was before center(x).", in_place)


@pytest.mark.exercise("next_id")
@pytest.mark.criterion("numbers")
@pytest.mark.parametrize("n", [1, 4])
def test_counts_from_one(student, n):
    """After an import the numbers begin with 1."""
    assert_matches(student(ids, n), list(range(1, n + 1)), f"{n} calls of next_id()")
'''

GRADER_NETS = '''"""HIDDEN-GRADER of nets.py."""
import pytest
import torch
from torch import nn
from torchkata.grading import assert_matches, assert_that, misconception
from torchkata.sandbox.probes import probe

pytestmark = pytest.mark.exercise("Scale")
data_in_forward = misconception("data-in-forward", "`.data` steps outside autograd; use the parameter itself.")


@probe
def output(student, start, x):
    return student.Scale(start)(x)


@probe
def gradient(student, x):
    layer = student.Scale(2.0)
    layer(x).sum().backward()
    return [p.grad for p in layer.parameters()]


@probe
def parameters(student):
    return len(list(student.Scale().parameters()))


@probe
def on_the_gpu(student, x):
    return student.Scale(2.0).to("cuda")(x.to("cuda"))


@probe
def twice_with_a_stand_in(student, x):
    class StandIn(nn.Module):
        def __init__(self, start=1.0):
            super().__init__()
            self.start = start

        def forward(self, x):
            return x * self.start + 1

    student.nets.Scale = StandIn
    return student.Twice()(x)


@pytest.mark.criterion("value")
def test_multiplies(student):
    """x is multiplied by the factor."""
    x = torch.randn(2, 3)
    assert_matches(student(output, 4.0, x), 4 * x, "Scale(4.0)(x)")


@pytest.mark.criterion("gradient")
def test_gradient_reaches_the_factor(student):
    """A loss reaches the factor."""
    x = torch.randn(2, 3)
    assert_matches(student(gradient, x), [x.sum()], "the parameters' gradients", {data_in_forward: [None]})


@pytest.mark.required
def test_one_parameter(student):
    """The factor is the only parameter."""
    seen = student(parameters)
    assert_that(seen == 1, f"Scale has {seen} parameters; the exercise asks for one.")


@pytest.mark.gpu
@pytest.mark.criterion("gpu")
def test_on_the_gpu(student):
    """It works on a GPU."""
    x = torch.randn(2, 3)
    assert_matches(student(on_the_gpu, x), 2 * x, "Scale(2.0) on the GPU")


@pytest.mark.exercise("Twice")
@pytest.mark.criterion("value")
def test_uses_two_scales(student):
    """Two Scale modules are called, one after the other."""
    x = torch.randn(2, 3)
    assert_matches(student(twice_with_a_stand_in, x), (x * 2 + 1) * 3 + 1, "Twice()(x)")
'''

WHEATS = {
    "center__sum": ("center", "import torch\ndef center(x):\n    return x - torch.sum(x) / x.numel()\n"),
    "center__sub": ("center", "import torch\ndef center(x):\n    return torch.sub(x, x.mean())\n"),
    "center__add": ("center", "def center(x):\n    return x + -x.mean()\n"),
    "next_id__iter": ("next_id", "import itertools\n_ids = itertools.count(1)\ndef next_id():\n    return next(_ids)\n"),
    "next_id__list": ("next_id", "_seen = []\ndef next_id():\n    _seen.append(0)\n    return len(_seen)\n"),
    "next_id__dict": (
        "next_id",
        "_at = {'n': 0}\ndef next_id():\n    _at['n'] += 1\n    return _at['n']\n",
    ),
    "Scale__a": (
        "Scale",
        "class Scale(nn.Module):\n    def __init__(self, start=1.0):\n        super().__init__()\n"
        "        self.f = nn.Parameter(torch.tensor(1.0) * start)\n    def forward(self, x):\n        return self.f * x\n",
    ),
    "Scale__b": (
        "Scale",
        "class Scale(nn.Module):\n    def __init__(self, start=1.0):\n        super().__init__()\n"
        "        self.f = nn.Parameter(torch.full((), start))\n    def forward(self, x):\n        return x.mul(self.f)\n",
    ),
    "Scale__c": (
        "Scale",
        "class Scale(nn.Module):\n    def __init__(self, start=1.0):\n        super().__init__()\n"
        "        self.register_parameter('f', nn.Parameter(torch.ones(()) * start))\n"
        "    def forward(self, x):\n        return torch.mul(x, self.f)\n",
    ),
    "Twice__a": (
        "Twice",
        "class Twice(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
        "        self.a, self.b = Scale(2.0), Scale(3.0)\n    def forward(self, x):\n        return self.b(self.a(x))\n",
    ),
    "Twice__b": (
        "Twice",
        "class Twice(nn.Sequential):\n    def __init__(self):\n        super().__init__(Scale(2.0), Scale(3.0))\n",
    ),
    "Twice__c": (
        "Twice",
        "class Twice(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
        "        self.all = nn.ModuleList([Scale(2.0), Scale(3.0)])\n    def forward(self, x):\n"
        "        for one in self.all:\n            x = one(x)\n        return x\n",
    ),
}
CHAFFS = {
    "center__row": ("center", "row-mean", "def center(x):\n    return x - x.mean(-1, keepdim=True)\n"),
    "center__in_place": ("center", "in-place", "def center(x):\n    x -= x.mean()\n    return x.clone()\n"),
    "next_id__zero": ("next_id", None, "_n = -1\ndef next_id():\n    global _n\n    _n += 1\n    return _n\n"),
    "Scale__data": (
        "Scale",
        "data-in-forward",
        "class Scale(nn.Module):\n    def __init__(self, start=1.0):\n        super().__init__()\n"
        "        self.f = nn.Parameter(torch.tensor(float(start)))\n    def forward(self, x):\n"
        "        return x * self.f.data + 0 * x.clone().requires_grad_()\n",
    ),
    "Twice__once": ("Twice", None, "class Twice(Scale):\n    def __init__(self):\n        super().__init__(6.0)\n"),
}


def write_kit(folder: Path, *, built=True) -> Kit:
    """Write the kit into `folder`; where `built`, with stubs and notebook."""
    texts = {
        f"assignments/{NAME}/assignment.toml": ASSIGNMENT,
        f"assignments/{NAME}/handout.md": HANDOUT,
        f"assignments/{NAME}/test_shapes.py": VISIBLE_SHAPES,
        f"assignments/{NAME}/test_nets.py": VISIBLE_NETS,
        f"solutions/{NAME}/shapes.py": SHAPES,
        f"solutions/{NAME}/nets.py": NETS,
        f"graders/{NAME}/test_shapes.py": GRADER_SHAPES,
        f"graders/{NAME}/test_nets.py": GRADER_NETS,
    }
    for stem, (exercise, text) in WHEATS.items():
        texts[f"graders/{NAME}/wheats/{stem}.py"] = f'"""Another way.\n\nexercise: {exercise}\n"""\n{text}'
    for stem, (exercise, mistake, text) in CHAFFS.items():
        line = f"misconception: {mistake}\n" if mistake else ""
        texts[f"graders/{NAME}/chaffs/{stem}.py"] = f'"""A mistake.\n\nexercise: {exercise}\n{line}"""\n{text}'
    for path, text in texts.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    kit = Kit(folder)
    if built:
        build(kit, kit.assignment(NAME))
    return kit


def work(shapes=SHAPES, nets=NETS, *, more_shapes="", more_nets="", student="ada") -> Submission:
    """The reference, with files replaced or with text behind them, as a submission."""
    texts = {"shapes.py": shapes + more_shapes, "nets.py": nets + more_nets}
    return Submission(student, {name: text.encode() for name, text in texts.items()})


def check(result, exercise: str, name: str):
    """The check of a result whose name starts so."""
    found = next(e for e in result.exercises if e.name == exercise)
    return next(c for c in found.checks if c.name.startswith(name))


def scores(result) -> dict[str, float]:
    return {e.name: e.score for e in result.exercises}


FULL = {"center": 20.0, "next_id": 20.0, "Scale": 40.0, "Twice": 20.0}
