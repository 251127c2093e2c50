"""Broken but honest submissions of a real assignment: the sentence that the student reads, and what it costs."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from lone_judge import LoneJudge

from torchkata.assignment import Kit
from torchkata.submission import read_submission

KIT = Kit(Path(__file__).parents[2])
ASSIGNMENT = KIT.assignment("03_modules")
REFERENCE = {name: (KIT.solutions(ASSIGNMENT.name) / name).read_bytes() for name in ASSIGNMENT.files}
STUBS = {name: (ASSIGNMENT.folder / name).read_bytes() for name in ASSIGNMENT.files}
LAYERS = REFERENCE["layers.py"].decode()
FULL = {e.name: e.points for e in ASSIGNMENT.exercises}
OF_LAYERS = {e.name for e in ASSIGNMENT.exercises if e.file == "layers.py"}


@pytest.fixture(scope="module")
def judge():
    judge = LoneJudge(KIT, ASSIGNMENT)
    yield judge
    judge.close()


@pytest.fixture
def grade(judge, tmp_path):
    """Hand in the reference with some files replaced (None: not there), and have it read and judged; the result."""

    def grade(**files):
        contents = REFERENCE | {f"{stem}.py": content for stem, content in files.items()}
        for name, content in contents.items():
            if content is not None:
                (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
        return judge.grade(read_submission(ASSIGNMENT, tmp_path, "ada"))

    return grade


def lost(result):
    """The exercises that lost points."""
    return {e.name for e in result.exercises if e.score < e.max_score}


def sentences(result, exercises):
    """What is said of checks that did not pass, each sentence once, in the order of the checks."""
    checks = [c for name in exercises for c in result.exercise(name).checks]
    return list(dict.fromkeys(c.message for c in checks if c.outcome not in ("passed", "skipped")))


def assert_unharmed(result):
    wrong = {e.name: sentences(result, [e.name]) for e in result.exercises}
    assert not any(wrong.values()), wrong
    assert result.score == result.max_score == 100


# ---- a file that cannot be imported --------------------------------------------------------------------------------

MAIN = "\n\ndef main():\n    print(CenteredLayer()(torch.ones(3)))\n\n\nmain()\n"
LATIN_1 = 'NAME = "Jürgen"\n'.encode("latin-1")

NOT_IMPORTED = {
    "colon forgotten": (
        LAYERS.replace("class MyLinear(nn.Module):", "class MyLinear(nn.Module)"),
        "layers.py cannot be imported: SyntaxError: expected ':' (layers.py, line 23: `class MyLinear(nn.Module)`).",
    ),
    "bracket left open": (
        "WIDTHS = (1, 2\n" + LAYERS,
        "layers.py cannot be imported: SyntaxError: '(' was never closed (layers.py, line 1: `WIDTHS = (1, 2`).",
    ),
    "indentation": (
        LAYERS + "\n\ndef more():\nreturn 1\n",
        "layers.py cannot be imported: IndentationError: expected an indented block after function definition on line LINE "
        "(layers.py, line LINE: `return 1`).",
    ),
    "tabs and spaces": (
        LAYERS + "\n\ndef more():\n\tif True:\n        return 1\n",
        "layers.py cannot be imported: TabError: inconsistent use of tabs and spaces in indentation "
        "(layers.py, line LINE: `return 1`).",
    ),
    "a cell of a notebook": (
        "%matplotlib inline\n" + LAYERS,
        "layers.py cannot be imported: SyntaxError: invalid syntax (layers.py, line 1: `%matplotlib inline`).",
    ),
    "a merge that is not finished": (
        "<<<<<<< HEAD\n" + LAYERS,
        "layers.py cannot be imported: SyntaxError: invalid syntax (layers.py, line 1: `<<<<<<< HEAD`).",
    ),
    "typographic quotes": (
        "NAME = “ada”\n" + LAYERS,
        "layers.py cannot be imported: SyntaxError: invalid character '“' (U+201C) (layers.py, line 1: `NAME = “ada”`).",
    ),
    "a module that is not there": (
        "from google.colab import drive\n" + LAYERS,
        "layers.py cannot be imported: ModuleNotFoundError: No module named 'google' "
        "(layers.py, line 1: `from google.colab import drive`).",
    ),
    "a name that torch lacks": (
        "from torch import NoSuch\n" + LAYERS,
        "layers.py cannot be imported: ImportError: cannot import name 'NoSuch' from 'torch' (TORCH) "
        "(layers.py, line 1: `from torch import NoSuch`).",
    ),
    "a file of their own": (
        "DATA = open('data.csv').read()\n" + LAYERS,
        "layers.py cannot be imported: FileNotFoundError: [Errno 2] No such file or directory: 'data.csv' "
        "(layers.py, line 1: `DATA = open('data.csv').read()`).",
    ),
    "input": (
        "name = input('Your name? ')\n" + LAYERS,
        "layers.py cannot be imported: EOFError: EOF when reading a line "
        "(layers.py, line 1: `name = input('Your name? ')`).",
    ),
    "exit": (
        LAYERS + "\nimport sys\nsys.exit('done')\n",
        "layers.py cannot be imported: SystemExit: done (layers.py, line LINE: `sys.exit('done')`).",
    ),
    "main() of stubs": (
        STUBS["layers.py"].decode() + MAIN,
        "layers.py cannot be imported: code outside of functions calls what is not written yet "
        "(layers.py, line 19: `raise NotImplementedError()`).",
    ),
    "training": (
        LAYERS + "\nw = torch.zeros(1)\nwhile True:\n    w = w + 1\n",
        "Importing layers.py: It does not finish within 10 s: look for code outside of functions that trains, waits or never ends.",
    ),
    "a crash": (
        LAYERS + "\nimport ctypes\nctypes.string_at(0)\n",
        "Importing layers.py: Your code ended the Python process by signal SIGSEGV.",
    ),
    "nothing but spaces": ("  \n\n", "layers.py is empty."),
    "latin-1": (
        LATIN_1 + REFERENCE["layers.py"],
        "layers.py, line 1 has a character that is not UTF-8, so Python cannot read the file; save it as UTF-8.",
    ),
    "utf-16": (LAYERS.encode("utf-16"), "layers.py is saved as UTF-16, which Python does not read; save it as UTF-8."),
    "an encoding that nobody knows": (
        "# coding: klingon\n" + LAYERS, "layers.py cannot be imported: SyntaxError: unknown encoding: klingon (layers.py, line 1).",
    ),
    "nul": (b"\0\0" + REFERENCE["layers.py"], "NUL"),
    "a notebook": (
        (ASSIGNMENT.folder / "03_modules.ipynb").read_bytes(),
        "layers.py is not a Python file but a notebook; hand in the .py file with your code.",
    ),
    "a pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "layers.py is not a Python file but a PDF; hand in the .py file with your code."),
    "a web page": (
        b"\n<!DOCTYPE html>\n<html>", "layers.py is not a Python file but a web page; hand in the .py file with your code.",
    ),
    "fifty megabytes": (b"#" * (50 * 2**20), "layers.py has 52,428,800 bytes; at most 1,048,576 are graded."),
    "missing": (None, "layers.py was not handed in."),
}  # fmt: skip


# That code which trains at import is waited for once is a test of the judge's in every run.
@pytest.mark.parametrize("kind", [pytest.param(k, marks=pytest.mark.slow) if k == "training" else k for k in NOT_IMPORTED])
def test_a_file_that_cannot_be_used_is_said_in_a_sentence_and_costs_its_own_exercises(grade, kind):
    content, sentence = NOT_IMPORTED[kind]
    result = grade(layers=content)
    (said,) = sentences(result, OF_LAYERS)
    if kind == "nul":  # Python's words differ between versions
        assert said.startswith("layers.py cannot be imported: ") and "null bytes" in said
    else:
        known = said.replace(torch.__file__, "TORCH")
        known = re.sub(r"line \d\d+", "line LINE", known) if "LINE" in sentence else known
        assert known == sentence or known.startswith(sentence + " ")  # and then what that means
    assert {name for name in OF_LAYERS if result.exercise(name).score} == set()
    assert lost(result) == OF_LAYERS


def test_a_file_under_another_name_is_found_by_its_nearest(grade, tmp_path):
    (tmp_path / "layer.py").write_bytes(REFERENCE["layers.py"])
    result = grade(layers=None)
    assert sentences(result, OF_LAYERS) == ["layers.py was not handed in; there is a layer.py: rename it to layers.py."]


def test_a_file_that_a_browser_renamed_is_taken(grade, tmp_path):
    (tmp_path / "layers(1).py").write_bytes(REFERENCE["layers.py"])
    assert_unharmed(grade(layers=None))


# ---- files that import each other ----------------------------------------------------------------------------------


def test_a_file_may_import_another(grade):
    blocks = "from layers import *\nimport layers\nassert layers.MyLinear is MyLinear\n" + REFERENCE["blocks.py"].decode()
    networks = "from blocks import MLP, NestMLP\n" + REFERENCE["networks.py"].decode()
    assert_unharmed(grade(blocks=blocks, networks=networks))


def test_a_file_may_import_one_that_is_loaded_after_it(grade):
    assert_unharmed(grade(layers="from blocks import NestMLP, make_chimera\n" + LAYERS))


def test_files_may_import_each_other_as_modules(grade):
    assert_unharmed(grade(layers="import blocks\n" + LAYERS, blocks="import layers\n" + REFERENCE["blocks.py"].decode()))


def test_names_from_files_that_import_each_other_are_explained(grade):
    blocks = "from layers import MyLinear\n" + REFERENCE["blocks.py"].decode()
    result = grade(layers="from blocks import NestMLP\n" + LAYERS, blocks=blocks)
    (said,) = sentences(result, OF_LAYERS)
    assert said == (
        "layers.py cannot be imported: ImportError: cannot import name 'MyLinear' from 'layers', because layers.py and blocks.py "
        "import each other (blocks.py, line 1: `from layers import MyLinear`)."
    )
    assert {e.file for e in ASSIGNMENT.exercises if e.name not in lost(result)} == {"networks.py"}


def test_what_a_broken_file_is_imported_by_says_which_file_to_mend(grade):
    result = grade(layers="x = (\n", blocks="from layers import MyLinear\n" + REFERENCE["blocks.py"].decode())
    (said,) = sentences(result, ["MLP"])
    assert said.startswith("blocks.py cannot be imported: SyntaxError: '(' was never closed (layers.py, line 1: `x = (`).")


# ---- names and signatures ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "new, near",
    [
        ("class CentredLayer(", "; it has CentredLayer: is that the same under another name?"),
        ("class centeredlayer(", "; it has centeredlayer: is that the same under another name?"),
        ("class Centered_Layer(", "; it has Centered_Layer: is that the same under another name?"),
        ("class Mean(", "."),
    ],
)
def test_a_missing_name_is_said_with_the_nearest(grade, new, near):
    result = grade(layers=LAYERS.replace("class CenteredLayer(", new))
    assert sentences(result, ["CenteredLayer"]) == [f"layers.py does not define CenteredLayer{near}"]
    assert lost(result) == {"CenteredLayer"}


@pytest.mark.parametrize(
    "old, new, exercise, says",
    [
        (
            "def forward(self, X)", "def forwad(self, X)", "CenteredLayer",
            'Your code raised NotImplementedError: Module [CenteredLayer] is missing the required "forward" function.',
        ),
        (
            "def forward(self, X)", "def forward(self)", "CenteredLayer",
            "Your code raised TypeError: CenteredLayer.forward() takes 1 positional argument but 2 were given.",
        ),
        (
            "def __init__(self, in_units, units)", "def __init__(self, units)", "MyLinear",
            "Your code raised TypeError: MyLinear.__init__() takes 2 positional arguments but 3 were given.",
        ),
        (
            "super().__init__()", "pass", "MyLinear",
            "Your code raised AttributeError: cannot assign parameters before Module.__init__() call "
            "(layers.py, line LINE: `self.weight = SOURCE`).",
        ),
    ],
    ids=["forward misspelt", "forward without X", "an argument too few", "no super().__init__()"],
)  # fmt: skip
def test_a_wrong_signature_is_said_in_pythons_words(grade, old, new, exercise, says):
    assert old in LAYERS
    result = grade(layers=LAYERS.replace(old, new, 1))
    said = re.sub(r"line \d+: `self.weight = .*`", "line LINE: `self.weight = SOURCE`", sentences(result, [exercise])[0])
    assert said.endswith(says)  # before it stands what that means
    assert lost(result) == {exercise}


def test_a_stub_is_not_written_yet(grade):
    result = grade(**{name.removesuffix(".py"): content for name, content in STUBS.items()})
    assert result.score == 0
    for exercise in ASSIGNMENT.exercises:
        said = sentences(result, [exercise.name])
        assert said and all(s.startswith(f"Not written yet ({exercise.file}, line ") for s in said), said


# ---- right answers in odd files ------------------------------------------------------------------------------------

HARMLESS = {
    "byte order mark": lambda text: b"\xef\xbb\xbf" + text,
    "crlf": lambda text: text.replace(b"\n", b"\r\n"),
    "cr": lambda text: text.replace(b"\n", b"\r"),
    "tabs": lambda text: text.replace(b"    ", b"\t"),
    "no newline at the end": lambda text: text.rstrip(b"\n"),
    "latin-1, declared": lambda text: b"# -*- coding: latin-1 -*-\n" + LATIN_1 + text,
    "windows-1252, declared": lambda text: b"#!/usr/bin/env python\n# vim: set fileencoding=cp1252 :\n# \x84f\xfcr\x93\n" + text,
    "umlauts": lambda text: "# für alle: 漢字 ∑\nNAME = 'Jürgen'\n".encode() + text,
    "float64": lambda text: b"import torch\ntorch.set_default_dtype(torch.float64)\n" + text,
    "no gradients": lambda text: b"import torch\ntorch.set_grad_enabled(False)\n" + text,
    "inference mode": lambda text: b"import torch\ntorch.inference_mode().__enter__()\n" + text,
    "all at the end": lambda text: text + b"\ntorch.set_default_dtype(torch.float16)\ntorch.set_grad_enabled(False)\n",
    "seeds": lambda text: b"import torch, random, numpy\ntorch.manual_seed(0)\nrandom.seed(0)\nnumpy.random.seed(0)\n" + text,
    "prints": lambda text: b"print('hello ' * 100_000)\nimport sys\nsys.stderr.write('x' * 10**6)\n" + text,
    "prints in forward": lambda text: text.replace(b"forward(self, X):\n", b"forward(self, X):\n        print('X is', X)\n"),
    "plots": lambda text: b"import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()\nplt.savefig('x.png')\n" + text,
    "main": lambda text: text + b"\nif __name__ == '__main__':\n    input()\n    raise SystemExit(1)\n",
    "main() of solutions": lambda text: text + (MAIN.encode() if b"CenteredLayer" in text else b""),
    "breakpoint": lambda text: b"import sys\nsys.breakpointhook = lambda: None\nbreakpoint()\n" + text,
    "logging": lambda text: b"import logging\nlogging.basicConfig(level=0)\nlogging.debug('hello')\n" + text,
    "trains a little": lambda text: text + b"\nfor _ in range(100):\n    nn.Linear(2, 2)(torch.ones(2, 2)).sum().backward()\n"
    if b"import nn" in text else text,
}  # fmt: skip


@pytest.mark.parametrize("kind", HARMLESS)
def test_what_changes_no_answer_costs_no_point(grade, kind):
    files = {name.removesuffix(".py"): HARMLESS[kind](content) for name, content in REFERENCE.items()}
    assert files["layers"] != REFERENCE["layers.py"], "the change changes nothing"
    assert_unharmed(grade(**files))


# One exercise changes torch for all that comes after it in its process; its own points may go.
LEAKS = {
    "float64": "torch.set_default_dtype(torch.float64)",
    "no gradients": "torch.set_grad_enabled(False)",
    "device": "torch.set_default_device('meta')",
    "deterministic": "torch.use_deterministic_algorithms(True)",
    "matplotlib and numpy": "__import__('numpy').seterr(all='raise')",
    "hook": "nn.modules.module.register_module_forward_hook(lambda module, args, output: None)",
    "patched": "nn.Module.training = True; F.relu.__defaults__ and None",
}


@pytest.mark.parametrize("kind", LEAKS)
def test_the_state_of_one_check_does_not_leak_into_the_next(grade, kind):
    """CenteredLayer is checked first."""
    leak = LAYERS.replace("def forward(self, X):\n", f"def forward(self, X):\n        {LEAKS[kind]}\n", 1)
    assert LEAKS[kind] in leak
    assert lost(grade(layers=leak)) <= {"CenteredLayer"}


def test_what_is_true_of_the_reference_is_true_of_python(tmp_path):
    """The files of this test that are called harmless are so for plain Python, too."""
    for kind in "byte order mark", "crlf", "cr", "tabs", "latin-1, declared", "windows-1252, declared", "umlauts":
        (tmp_path / "layers.py").write_bytes(HARMLESS[kind](REFERENCE["layers.py"]))
        done = subprocess.run([sys.executable, "-m", "py_compile", "layers.py"], cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 0, f"{kind}: {done.stderr}"


@pytest.mark.parametrize(
    "line, newer",
    [
        ("NAME = f'{{'a': 1}['a']}' + f'{ {\"a\": 1}[\"a\"] + f'{1}' }'", True),
        ("def first[T](values: list[T]) -> T: ...", True), ("type Pair = tuple[int, int]", True), ("class Box[T]: ...", True),
        ("def center(x)", False), ("x = = 1", False), ("%matplotlib inline", False),
    ],
)  # fmt: skip
@pytest.mark.skipif(sys.version_info >= (3, 12), reason="this Python reads them")
def test_syntax_of_a_newer_python_names_the_version_that_grades(grade, line, newer):
    (sentence,) = sentences(grade(layers=f"{line}\n"), OF_LAYERS)
    assert "SyntaxError" in sentence
    assert (f"It is graded with Python {sys.version_info[0]}.{sys.version_info[1]}" in sentence) == newer
