"""Which answers count as the same."""

import subprocess
import sys

import pytest

from torchkata.assignment import Criterion, Exercise
from torchkata.report.identical import fingerprints, identical_answers

LAYER = '''
class Layer(nn.Module):
    """A layer."""

    def __init__(self, n):
        super().__init__()
        self.scale = nn.Parameter(torch.ones(n))
        self.shift = nn.Parameter(torch.zeros(n))

    def forward(self, x):
        mean = x.mean(-1, keepdim=True)
        spread = x.std(-1, keepdim=True) + 1e-5
        return self.scale * (x - mean) / spread + self.shift
'''
RENAMED = '''
def own_helper(): pass

class Layer( nn.Module ):
    def __init__(self, size):  # the size
        super().__init__()
        self.gain = nn.Parameter( torch.ones(size) ); self.bias = nn.Parameter(torch.zeros(size))
    def forward(me, inputs: torch.Tensor) -> torch.Tensor:
        """Other words."""
        m = inputs.mean(-1, keepdim=True)

        s: float = (inputs.std(-1, keepdim=True)
                    + 1e-5)
        return me.gain * (inputs - m) / s + me.bias
'''


def prints(source, name="Layer"):
    exercise = Exercise(name, "layers.py", 10, 5, (), (name,), (Criterion("all", 1.0, "all of it"),))
    return fingerprints(source.encode("utf-8", "surrogatepass"), [exercise])[name]


def test_formatting_comments_and_names_do_not_count():
    assert prints(LAYER) == prints(RENAMED) is not None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("x.mean(", "x.sum("),
        ("1e-5", "1e-6"),
        ("x - mean", "mean - x"),
        ("self.scale * (x", "self.shift * (x"),
        ("torch.ones", "torch.zeros"),
        ("keepdim=True) +", "keepdim=1) +"),
    ],
)
def test_what_it_computes_does(old, new):
    changed = LAYER.replace(old, new)
    assert changed != LAYER and prints(changed) != prints(LAYER)


def test_the_last_definition_of_a_name_counts():
    assert prints(LAYER.replace("mean(", "sum(") + LAYER) == prints(LAYER)


def test_a_short_answer_is_the_same_by_chance():
    assert prints("def Layer(x):\n    return x - x.mean()\n") is None


@pytest.mark.parametrize(
    "source",
    ["class Layer:\n    def", "\0", "", "(" * 5000, "-" * 100_000 + "1", "# coding: none\n", "x = '\ud800'", "def other(): pass"],
)
def test_what_cannot_be_read_is_the_same_as_nothing(source):
    assert prints(source) is None


def test_nothing_of_it_is_run(tmp_path):
    target = tmp_path / "ran"
    prints(f"open({str(target)!r}, 'w')\n" + LAYER)
    assert not target.exists()


def test_stub_and_reference_are_subtracted_and_only_sizes_are_said():
    answers = ["a", "b", "a", "stub", "stub", "c", "c", "c", None, None, "mine"]
    assert identical_answers(answers, ["stub", "reference", None]) == [3, 2]


def test_it_is_the_same_in_every_process():
    """A set of strings has another order in each."""
    source = LAYER + "        if x in {'a', 'b', 'c', 'd', 'e'}: pass\n"
    source = source.replace("return", "y =")
    code = f"import sys; sys.path.insert(0, {sys.path[0]!r}); from test_identical import prints; print(prints({source!r}))"
    seen = set()
    for seed in "12":
        environment = {"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)}
        seen.add(subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True).stdout)
    assert len(seen) == 1 and seen != {"None\n"}
