"""What a student reads whose code has one of the mistakes that beginners make (beginner_mistakes.toml)."""

import re
from collections import Counter
from pathlib import Path

import pytest
from beginners import first_sentence, mistakes
from warm_python import run_pytest

from torchkata.assignment import open_kit

KIT = Path(__file__).parents[2]
MISTAKES = mistakes()
MAX_LINES = 60
PATH = re.compile(r"(?<![\w.<>:/])(?:/[\w.-]+){2,}")
HEAD = ("rootdir:", "plugins:", "platform ")  # pytest's own


# Every third in every run, the others with -m slow.
@pytest.mark.parametrize(
    "mistake",
    [pytest.param(m, id=m.name, marks=[pytest.mark.slow] if number % 3 else []) for number, m in enumerate(MISTAKES)],
)
def test_a_mistake_is_explained(mistake, tmp_path):
    folder = mistake.folder(KIT, tmp_path)
    done = run_pytest("-p", "no:cacheprovider", "-k", mistake.test_class, cwd=folder)
    said = done.stdout + done.stderr
    assert done.returncode == 1, said
    assert mistake.says in first_sentence(done.stdout), said
    for unwanted in "Traceback", "INTERNALERROR", "\x1b[", "site-packages", "torch/", "torch\\":
        assert unwanted not in said
    lines = [line for line in said.splitlines() if not line.startswith(HEAD)]
    assert [path for line in lines for path in PATH.findall(line) if not path.startswith(str(folder))] == []
    assert len(said.splitlines()) <= MAX_LINES


def test_the_mistakes_are_of_all_assignments_and_have_a_name_each():
    names = open_kit(KIT).names()
    assert min(Counter(mistake.assignment for mistake in MISTAKES)[name] for name in names) >= 15
    assert len({mistake.name for mistake in MISTAKES}) == len(MISTAKES) >= 100
