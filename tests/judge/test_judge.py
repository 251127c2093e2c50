"""The verdicts of the judge: outcomes, sentences, scores, and that nothing but the submission changes them."""

import dataclasses
import json
import os
import re
import signal
import time

import minikit
import psutil
import pytest
from lone_judge import LoneJudge
from minikit import FULL, check, scores, work

from torchkata.judge import JudgeError
from torchkata.judge.graders import computing_at_most
from torchkata.judge.pool import JudgePool
from torchkata.submission import Submission


@pytest.fixture(scope="module")
def grade(judge):
    return judge.grade


def sentence(result, exercise="center", name="test_"):
    """The message of an exercise's check that did not pass; it is a sentence for a student."""
    wrong = check(result, exercise, name)
    assert wrong.outcome != "passed", f"{wrong.name} passed"
    assert wrong.message and "Traceback" not in wrong.message and "\n" not in wrong.message.strip()
    assert "torchkata" not in wrong.message and "probe" not in wrong.message
    return wrong.message


def without_seconds(result):
    data = result.to_json()
    del data["seconds"]
    for exercise in data["exercises"]:
        for each in exercise["checks"]:
            del each["seconds"]
    return data


# ---- scores --------------------------------------------------------------------------------------------------------


def test_the_reference_scores_full(grade):
    result = grade(work())
    assert scores(result) == FULL and result.score == result.max_score == 100
    assert {c.outcome for e in result.exercises for c in e.checks} <= {"passed", "skipped"}


def test_the_stub_scores_nothing_and_is_told_that_it_is_not_written(grade, assignment):
    stub = {name: (assignment.folder / name).read_bytes() for name in assignment.files}
    result = grade(Submission("ada", stub))
    assert set(scores(result).values()) == {0.0}
    assert sentence(result).startswith("Not written yet (shapes.py, line ")
    assert not [c.name for e in result.exercises for c in e.checks if c.outcome == "passed"]


def test_nothing_handed_in_scores_nothing(grade):
    result = grade(Submission("ada", {}, {"shapes.py": "shapes.py was not handed in.", "nets.py": "nets.py is empty."}))
    assert set(scores(result).values()) == {0.0}
    assert sentence(result) == "shapes.py was not handed in." and sentence(result, "Twice") == "nets.py is empty."


def test_a_submission_that_cannot_be_read_has_no_score_but_an_error(grade):
    result = grade(Submission("ada", error="ada.zip cannot be read as a zip: no."))
    assert result.error == "ada.zip cannot be read as a zip: no." and result.exercises == []


def test_a_criterion_is_lost_with_one_of_its_checks_and_the_others_stay(grade):
    """center has two checks of "value" and one of "input", which the mistake costs."""
    result = grade(work(more_shapes="\ndef center(x):\n    x -= x.mean()\n    return x.clone()\n"))
    assert scores(result) == FULL | {"center": 10.0}
    assert check(result, "center", "test_leaves").misconception == "in-place"
    criteria = {c.key: (c.score, c.max_score) for c in result.exercise("center").criteria}
    assert criteria == {"value": (10.0, 10.0), "input": (0.0, 10.0)}


def test_a_failed_rule_zeroes_the_exercise_and_a_passed_one_earns_nothing(grade):
    more = "\nclass Scale(Scale):\n    def __init__(self, start=1.0):\n        super().__init__(start)\n"
    result = grade(work(more_nets=more + "        self.extra = nn.Parameter(torch.ones(()))\n"))
    assert check(result, "Scale", "test_multiplies").outcome == "passed"
    assert scores(result) == FULL | {"Scale": 0.0}
    assert sentence(result, "Scale", "test_one_parameter") == "Scale has 2 parameters; the exercise asks for one."
    data = "\nclass Scale(Scale):\n    def forward(self, x):\n        return x * self.secret_factor.data\n"
    assert scores(grade(work(more_nets=data))) == FULL | {"Scale": 10.0}


def test_without_cuda_a_gpu_check_is_skipped_and_leaves_the_denominator(grade):
    result = grade(work())
    gpu = check(result, "Scale", "test_on_the_gpu")
    assert gpu.outcome in ("skipped", "passed") and scores(result)["Scale"] == 40.0
    if gpu.outcome == "skipped":
        assert gpu.message == "Needs a GPU; it counts neither for nor against you here."


def test_a_stand_in_keeps_one_exercises_mistake_out_of_another(grade):
    result = grade(work(more_nets="\nclass Scale(nn.Module):\n    def forward(self, x):\n        return None\n"))
    assert scores(result) == FULL | {"Scale": 0.0}


@pytest.mark.parametrize("stem", minikit.CHAFFS)
def test_a_known_mistake_costs_its_own_exercise_and_is_named(grade, kit, stem):
    exercise, mistake, _ = minikit.CHAFFS[stem]
    text = (kit.graders(minikit.NAME) / "chaffs" / f"{stem}.py").read_text()
    more = {"more_shapes" if exercise in ("center", "next_id") else "more_nets": "\n\n" + text}
    result = grade(work(**more))
    lost = {name for name, score in scores(result).items() if score < FULL[name]}
    named = {c.misconception for e in result.exercises for c in e.checks} - {None}
    assert lost == {exercise} and named == ({mistake} if mistake else set())


# ---- outcomes ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body, outcome, says",
    [
        ("return x", "failed", "all of its values are wrong"),
        ("return x.mean()", "failed", r"has shape (); shape (3, 4) is expected"),
        ("return (x - x.mean()).double()", "failed", "has dtype torch.float64; torch.float32 is expected"),
        ("return (x - x.mean()).tolist()", "failed", "is a list; a tensor is expected"),
        ("return (x - x.mean()).numpy()", "failed", "is a NumPy array; a tensor is expected"),
        ("return x * float('nan')", "failed", "all of its values are NaN"),
        ("return None", "failed", "is None; a tensor is expected"),
        ("print(x)", "failed", "is None; a tensor is expected"),
        ("raise ValueError('too few')", "error", "Your code raised ValueError: too few (shapes.py, line 28: `raise ValueError('to"),
        ("raise ValueError", "error", "Your code raised ValueError (shapes.py, line "),
        ("return x - y", "error", "NameError: name 'y' is not defined (shapes.py, line 28: `return x - y`)"),
        ("return x @ x", "error", "RuntimeError: mat1 and mat2 shapes cannot be multiplied"),
        ("return object()", "error", "Your code returned something unexpected: a object is not plain data."),
        ("return lambda: 1", "error", "not plain data"),
        ("raise NotImplementedError", "error", "Not written yet (shapes.py, line "),
        ("raise SystemExit", "error", "Your code raised SystemExit"),
        ("exit()", "error", "SystemExit"),
        ("raise KeyboardInterrupt", "error", "Your code raised KeyboardInterrupt"),
        ("return center(x)", "error", "RecursionError"),
        ("import os; os._exit(0)", "crashed", "Your code ended the Python process with exit status 0."),
        ("import os; os._exit(3)", "crashed", "with exit status 3."),
        ("import ctypes; ctypes.string_at(0)", "crashed", "by signal SIGSEGV."),
        ("import os; os.abort()", "crashed", "by signal SIG"),
    ],
)
def test_what_goes_wrong_is_said_and_costs_its_exercise_only(grade, body, outcome, says):
    result = grade(work(more_shapes=f"\ndef center(x):\n    {body}\n"))
    assert check(result, "center", "test_subtracts").outcome == outcome
    assert says in sentence(result, "center", "test_subtracts")
    assert scores(result) == FULL | {"center": 0.0}


def test_a_loop_that_never_ends_costs_its_check_alone(grade):
    more = "\ndef next_id():\n    global _last\n    _last += 1\n    while _last == 3:\n        pass\n    return _last\n"
    started = time.monotonic()
    result = grade(work(more_shapes=more))
    assert [c.outcome for c in result.exercises[1].checks] == ["passed", "timeout"]
    assert sentence(result, "next_id", "test_counts_from_one[4]").startswith("It does not finish within 1 s: look for a loop")
    assert scores(result) == FULL | {"next_id": 0.0}, "its criterion, and no other exercise"
    assert time.monotonic() - started < 60


def test_waiting_costs_its_check_alone(grade):
    result = grade(work(more_shapes="\ndef next_id():\n    import time\n    time.sleep(3600)\n"))
    assert {c.outcome for c in result.exercises[1].checks} == {"timeout"}
    assert scores(result) == FULL | {"next_id": 0.0}


def test_a_crash_costs_its_check_alone(grade):
    more = "\ndef center(x):\n    import os\n    return x - x.mean() if x.shape != (3, 4) else os._exit(1)\n"
    result = grade(work(more_shapes=more))
    assert [c.outcome for c in result.exercises[0].checks] == ["crashed", "passed", "passed"]
    assert scores(result) == FULL | {"center": 10.0}


# ---- broken but honest ---------------------------------------------------------------------------------------------

DRAWING = "import torch\ndef center(x):\n    return x - x.mean()\n"


@pytest.mark.parametrize(
    "shapes, outcome, says",
    [
        ("def center(x)\n    return x\n", "error", "shapes.py cannot be imported: SyntaxError: expected ':' (shapes.py, line 1"),
        ("def f():\nreturn 1\n", "error", "IndentationError"),
        ("def f():\n\tif 1:\n        return 1\n", "error", "TabError"),
        ("import no_such_module\n", "error", "ModuleNotFoundError: No module named 'no_such_module' (shapes.py, line 1: `import "),
        ("from torch import no_such\n", "error", "ImportError: cannot import name 'no_such' from 'torch'"),
        ("1 / 0\n", "error", "ZeroDivisionError: division by zero (shapes.py, line 1: `1 / 0`)"),
        ("name = input('your name? ')\n", "error", "EOFError"),
        ("import sys\nsys.exit()\n", "error", "shapes.py cannot be imported: SystemExit"),
        ("exit()\n", "error", "SystemExit"),
        ("import os\nos._exit(4)\n", "crashed", "Importing shapes.py: Your code ended the Python process with exit status 4."),
        ("raise KeyboardInterrupt\n", "error", "KeyboardInterrupt"),
        ("x = 1\n", "error", "shapes.py does not define center."),
        ("def centre(x):\n    return x - x.mean()\n", "error", "shapes.py does not define center; it has centre"),
        ("def Center(x):\n    return x - x.mean()\n", "error", "it has Center"),
        ("def center():\n    return 1\n", "error", "TypeError: center() takes 0 positional arguments but 1 was given"),
        ("def center(x, y):\n    return x\n", "error", "TypeError: center() missing 1 required positional argument: 'y'"),
        ("center = 3\n", "error", "TypeError: 'int' object is not callable"),
        ("\0\0\0", "error", "shapes.py cannot be imported"),
        ("x = " + "(" * 300 + ")" * 300 + "\n", "error", "shapes.py cannot be imported: SyntaxError"),
    ],
)  # fmt: skip
def test_a_file_that_does_not_load_is_said_and_the_other_file_is_graded(grade, shapes, outcome, says):
    result = grade(work(shapes))
    assert check(result, "center", "test_").outcome == outcome
    assert says in sentence(result)
    assert scores(result) == FULL | {"center": 0.0, "next_id": 0.0}


def test_a_latin1_file_is_said_and_the_other_file_is_graded(grade):
    submission = work()
    submission.files["shapes.py"] = b'NOTE = "Mittelwert f\xfcr alle"\n' + submission.files["shapes.py"]
    result = grade(submission)
    assert "shapes.py cannot be imported: SyntaxError" in sentence(result) and "utf-8" in sentence(result)
    assert scores(result) == FULL | {"center": 0.0, "next_id": 0.0}


def test_utf16_is_said_and_the_other_file_is_graded(grade):
    submission = work()
    submission.files["shapes.py"] = minikit.SHAPES.encode("utf-16")
    result = grade(submission)
    assert "shapes.py cannot be imported" in sentence(result)
    assert scores(result) == FULL | {"center": 0.0, "next_id": 0.0}


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("    ", "\t"),
        lambda text: "# -*- coding: utf-8 -*-\n# ü 漢字\n" + text,
        lambda text: "print('hello ' * 100_000)\nimport sys\nsys.stderr.write('x' * 10**6)\n" + text,
        lambda text: "import torch\ntorch.set_default_dtype(torch.float64)\n" + text,
        lambda text: "import torch\ntorch.set_grad_enabled(False)\n" + text,
        lambda text: "import torch\ntorch.inference_mode().__enter__()\n" + text,
        lambda text: "import torch\ntorch.manual_seed(0)\ntorch.use_deterministic_algorithms(True)\n" + text,
        lambda text: "import torch\ntorch.set_num_threads(4)\ntorch.ones(500, 500) @ torch.ones(500, 500)\n" + text,
        lambda text: "import torch\ntorch.set_default_device('meta')\n" + text,
        lambda text: "import numpy as np, warnings\nnp.seterr(all='raise')\nwarnings.simplefilter('error')\n" + text,
        lambda text: text + "\nif __name__ == '__main__':\n    raise SystemExit(1)\n",
        lambda text: text + "\nimport threading\nthreading.Thread(target=lambda: None).start()\n",
        lambda text: text.rstrip("\n"),
    ],
    ids=[
        "bom", "crlf", "tabs", "coding-line", "prints", "float64", "no-grad", "inference-mode", "deterministic", "threads",
        "meta-device", "errors-for-warnings", "main", "thread", "no-newline",
    ],
)  # fmt: skip
def test_what_changes_no_answer_costs_no_point(grade, change):
    result = grade(work(change(minikit.SHAPES), change(minikit.NETS)))
    wrong = [(c.name, c.message) for e in result.exercises for c in e.checks if c.outcome not in ("passed", "skipped")]
    assert not wrong and scores(result) == FULL


def test_a_library_that_is_not_loaded_yet_can_be_imported(grade):
    """Students import plotting and other libraries that are installed; the sandbox may not hide them."""
    result = grade(work("import matplotlib.pyplot as plt\nimport xml.dom.minidom\nimport torch.fx\n" + minikit.SHAPES))
    assert scores(result) == FULL, sentence(result)


def test_a_loop_at_import_costs_its_file_only_and_is_waited_for_once(grade):
    started = time.monotonic()
    result = grade(work("import time\nwhile True:\n    time.sleep(0.1)\n"))  # which leaves the cores to other tests
    assert sentence(result).startswith("Importing shapes.py: It does not finish within 10 s")
    assert check(result, "center", "test_").outcome == "timeout"
    assert scores(result) == FULL | {"center": 0.0, "next_id": 0.0}
    assert time.monotonic() - started < 60


def test_a_name_in_the_wrong_file_still_counts(grade):
    """`student.NAME` is the definition, from whichever file has it."""
    moved = "\ndef center(x):\n    return x - x.mean()\n"
    result = grade(work(minikit.SHAPES.replace("def center", "def renamed"), more_nets=moved))
    assert scores(result)["center"] == 20.0


# ---- the same every time -------------------------------------------------------------------------------------------

WRONG = """
import tempfile

def center(x):
    if x.dim() == 3:
        raise ValueError(f"{x.flatten()[0]:.6f} {object()} {tempfile.mkdtemp()} {set('abc')} {x}")
    return x * torch.rand(()) + hash("a") + id(x) % 2
"""


def test_the_same_submission_gets_the_same_result_to_the_letter(grade):
    """Apart from seconds; the student's name and what was graded in between change nothing."""
    first = without_seconds(grade(work(more_shapes=WRONG)))
    grade(work("import os\nos._exit(1)\n"))
    second = without_seconds(grade(work(more_shapes=WRONG, student="bela")))
    assert second.pop("student") == "bela" and first.pop("student") == "ada"
    assert first == second


def test_another_judge_gives_the_same_result(grade, kit, assignment):
    submissions = [work(more_shapes=WRONG, student=name) for name in ("ada", "bela", "chen")]
    with JudgePool(kit, assignment, 2) as pool:
        found = {r.student: without_seconds(r) for r in pool.grade(submissions)}
    for submission in submissions:
        assert found[submission.student] == without_seconds(grade(submission))


SHOW = "\ndef center(x):\n    raise ValueError(f'{x.flatten()[0]:.6f}')\n"


def test_inputs_are_fresh_for_every_submission_salt_and_check(grade):
    def inputs(submission, salt=""):
        return [c.message for c in grade(submission, salt).exercises[0].checks]

    first = inputs(work(more_shapes=SHOW))
    assert len(set(first)) == 3, "two checks were given the same numbers"
    assert not set(first) & set(inputs(work(more_shapes=SHOW + "#"))), "another submission was given the same numbers"
    assert not set(first) & set(inputs(work(more_shapes=SHOW), "salt")), "another salt gives the same numbers"
    assert inputs(work(more_shapes=SHOW), "salt") == inputs(work(more_shapes=SHOW), "salt")


def test_the_workers_random_numbers_are_not_the_judges(grade):
    """A student who draws the numbers that the judge may have drawn learns nothing."""
    guess = "\nGUESS = torch.get_rng_state()\ndef center(x):\n    return torch.randn(x.shape) - x\n"
    result = grade(work(more_shapes=guess))
    assert "all of its values are wrong" in sentence(result, "center", "test_subtracts")


# ---- hostile answers -----------------------------------------------------------------------------------------------

FORGE = """
import os, struct, msgpack
def send(answer):
    data = msgpack.packb(answer)
    for descriptor in range(3, 100):
        try:
            os.write(descriptor, struct.pack(">Q", len(data)) + data)
        except OSError:
            pass
"""


@pytest.mark.parametrize(
    "answer",
    [
        {"raised": {"type": "Missing"}},
        {"raised": {"type": ["x"], "text": {"a": 1}, "file": 3, "line": "x" * 10**6, "source": "y" * 10**6}},
        {"raised": {"type": "Missing", "text": "x" * 10**6, "near": "y" * 10**6}},
        {"raised": {"type": "x" * 10**6, "text": "x" * 10**6}},
        {"raised": {"type": "Error", "text": "\x1b[2J<script>alert(1)</script>\r\n[red]"}},
        {"raised": 3},
        {"raised": {}},
        {},
        [],
        None,
        {"value": {"x" * 10**6: 1}},
    ],
    ids=["missing", "types", "long-missing", "long-error", "control", "no-dict", "empty", "nothing", "list", "none", "long-key"],
)
def test_a_forged_answer_earns_nothing_and_stays_short(grade, answer):
    more = FORGE + f"\nANSWER = {answer!r}\ndef center(x):\n    send(ANSWER)\n    return x\n"
    result = grade(work(more_shapes=more))
    assert scores(result)["center"] == 0.0
    assert len(json.dumps(result.to_json())) < 50_000, "a forged answer made the result huge"


def test_answers_sent_ahead_earn_nothing(grade):
    more = FORGE + "\nfor _ in range(50):\n    send({'value': True})\n    send({'raised': {'type': 'passed'}})\n"
    result = grade(work("raise ValueError('broken')\n", more_nets=more))
    assert scores(result)["center"] == 0.0
    assert scores(result) != FULL


# ---- the judge itself ----------------------------------------------------------------------------------------------


FAULTS = [  # in test_nets.py, found one beside the other
    ('@pytest.mark.criterion("value")\ndef test_mult', "def test_mult", r"test_multiplies needs a mark criterion\(key\)"),
    ('    """A loss reaches the factor."""\n', "", "test_gradient_reaches_the_factor needs a docstring"),
    ('criterion("gpu")', 'criterion("cuda")', r"test_on_the_gpu needs a mark criterion\(key\) with one of value, gradient"),
    ("mark.required", 'mark.required\n@pytest.mark.criterion("value")', "test_one_parameter.*belongs to no criterion"),
    ('exercise("Twice")', 'exercise("Thrice")', r"test_uses_two_scales needs a mark exercise\(name\).*Twice"),
]


def faulty_kit(folder, file, faults):
    """A kit whose grader `file` has these faults, pairs of what stands there once and what takes its place."""
    kit = minikit.write_kit(folder, built=False)
    path = kit.graders(minikit.NAME) / file
    text = path.read_text()
    for old, new in faults:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path.write_text(text)
    return kit


def refusal(kit):
    """The sentence with which no judge is to be had."""
    with pytest.raises(JudgeError) as caught:
        LoneJudge(kit, kit.assignment(minikit.NAME), "process").close()
    assert "\n" not in str(caught.value) and "Traceback" not in str(caught.value)
    return str(caught.value)


def test_every_check_that_is_marked_wrongly_is_named(tmp_path):
    said = refusal(faulty_kit(tmp_path, "test_nets.py", [(old, new) for old, new, _ in FAULTS]))
    for _, _, says in FAULTS:
        assert re.search(says, said), said


@pytest.mark.parametrize(
    "file, old, new, says",
    [
        ("test_shapes.py", "import pytest", "import pytest\n1 / 0", "ZeroDivisionError"),
        ("test_shapes.py", "import pytest", "import pytest\ndef (", "SyntaxError|invalid syntax"),
        ("test_nets.py", 'pytestmark = pytest.mark.exercise("Scale")', "", r"test_multiplies needs a mark exercise\(name\)"),
        ("test_nets.py", "def test_uses_two_scales", "def uses_two_scales", "no check belongs to Twice's criterion value"),
        ("test_nets.py", "pytest.mark.required", "pytest.mark.requierd", "requierd"),
    ],
    ids=["raises", "syntax", "no-mark", "no-check", "misspelt-mark"],
)
def test_a_faulty_grader_is_one_sentence_and_nothing_is_graded(tmp_path, file, old, new, says):
    assert re.search(says, refusal(faulty_kit(tmp_path, file, [(old, new)])))


def test_a_grader_that_is_missing_is_one_sentence(tmp_path):
    kit = minikit.write_kit(tmp_path, built=False)
    (kit.graders(minikit.NAME) / "test_nets.py").unlink()
    assert "test_nets.py" in refusal(kit)


@pytest.fixture
def noisy(tmp_path):
    """A judge whose graders do what graders should not."""
    kit = minikit.write_kit(tmp_path, built=False)
    path = kit.graders(minikit.NAME) / "test_shapes.py"
    text = path.read_text().replace("    x = torch.randn(shape)\n", "    print('hello ' * 20_000)\n    x = torch.randn(shape)\n")
    path.write_text(text.replace("seen = student(centered_w", "1 / 0\n    seen = student(centered_w"))
    judge = LoneJudge(kit, kit.assignment(minikit.NAME), "process")
    yield judge
    judge.close()


def alarm(seconds):
    def ring(*_):
        raise TimeoutError(f"no answer within {seconds} seconds")

    signal.signal(signal.SIGALRM, ring)
    signal.alarm(seconds)


def test_what_a_grader_prints_does_not_stop_the_judge_and_its_own_mistake_gives_no_points(noisy):
    alarm(45)
    try:
        result = noisy.grade(work())
    finally:
        signal.alarm(0)
    own = check(result, "center", "test_leaves")
    assert own.outcome == "error" and "ZeroDivisionError" in own.message
    assert scores(result) == FULL | {"center": 10.0}


def test_a_check_that_never_ends_costs_itself_alone(tmp_path):
    kit = faulty_kit(tmp_path, "test_shapes.py", [
        ("seen = student(centered_w", "while True:\n        pass\n    seen = student(centered_w"),
        ("import pytest\n", "import pytest\n\nimport torchkata.judge.graders\n\ntorchkata.judge.graders.CHECK_SECONDS = 0.5\n"),
    ])  # fmt: skip
    judge = LoneJudge(kit, kit.assignment(minikit.NAME), "process")
    alarm(45)
    try:
        result = judge.grade(work())
    finally:
        signal.alarm(0)
        judge.close()
    own = check(result, "center", "test_leaves")
    assert own.outcome == "error" and "TimeoutError" in own.message
    assert scores(result) == FULL | {"center": 10.0}


def test_only_computing_counts_for_a_check():
    with computing_at_most(0.1):
        time.sleep(0.3)
    time.sleep(0.2)  # the limit ends with the check


def test_a_judge_that_is_killed_is_a_sentence(kit, assignment):
    judge = LoneJudge(kit, assignment, "process")
    os.kill(judge.pid, signal.SIGKILL)
    with pytest.raises(JudgeError, match="the judge of 07_mini ended"):
        judge.grade(work())
    judge.close()


KILLED = """
import os, signal, torch
def next_id(*_, _next_id=next_id):
    if not os.path.exists({path!r}):
        {mark}
        os.kill(os.getpid(), signal.SIGKILL)
    return _next_id(*_)
"""


@pytest.mark.parametrize("always", [False, True])
def test_a_worker_that_the_kernel_kills_gets_another_chance_and_only_one(kit, assignment, tmp_path, always):
    """Where memory is short the kernel may pick a worker that took little of it."""
    path = str(tmp_path / "killed")
    judge = LoneJudge(kit, assignment, "process")
    try:
        result = judge.grade(work(more_shapes=KILLED.format(path=path, mark="" if always else f"open({path!r}, 'w')")))
    finally:
        judge.close()
    outcomes = {c.outcome for c in result.exercise("next_id").checks}
    assert ("crashed" in outcomes, result.score == 100) == (always, not always)


def test_where_the_sandbox_dies_nobody_gets_a_zero(kit, assignment):
    """A worker that cannot be forked is the machine's fault: the submission has no score, not the score 0."""
    judge = LoneJudge(kit, assignment, "process")
    try:
        assert judge.grade(work()).score == 100
        for child in psutil.Process(judge.parent_pid).children(recursive=True):
            if child.pid != judge.pid:
                child.send_signal(signal.SIGKILL)
        with pytest.raises(JudgeError):
            result = judge.grade(work())
            pytest.fail(f"graded with {result.score:g} points: {check(result, 'center', 'test_').message}")
    finally:
        judge.close()


def test_an_argument_that_cannot_travel_is_the_graders_fault(tmp_path):
    """A student is not told that their code returned something wrong when it did not even run."""
    kit = minikit.write_kit(tmp_path, built=False)
    path = kit.graders(minikit.NAME) / "test_shapes.py"
    path.write_text(path.read_text().replace("student(centered, x), reference", "student(centered, {1, 2}), reference"))
    judge = LoneJudge(kit, kit.assignment(minikit.NAME), "process")
    try:
        result = judge.grade(work())
    finally:
        judge.close()
    seen = check(result, "center", "test_subtracts")
    assert seen.outcome == "error" and "Your code returned" not in seen.message


def test_a_judge_leaves_no_process_behind(kit, assignment):
    judge = LoneJudge(kit, assignment)
    judge.grade(work(more_shapes="\ndef next_id():\n    import os\n    os.fork() or os.setsid()\n    while True:\n        pass\n"))
    family = psutil.Process(judge.parent_pid).children(recursive=True)
    assert family
    judge.close()
    _, alive = psutil.wait_procs(family, timeout=20)
    assert not alive and not psutil.pid_exists(judge.parent_pid)


def test_the_environment_of_the_caller_changes_no_result(kit, assignment, grade, monkeypatch, tmp_path):
    monkeypatch.setenv("PYTEST_ADDOPTS", "-x --no-such-option")
    monkeypatch.setenv("PYTEST_PLUGINS", "no_such_plugin")
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    (tmp_path / "conftest.py").write_text("raise SystemExit")
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --no-such-option\n")
    monkeypatch.chdir(tmp_path)
    judge = LoneJudge(kit, assignment)
    try:
        assert without_seconds(judge.grade(work(more_shapes=WRONG))) == without_seconds(grade(work(more_shapes=WRONG)))
    finally:
        judge.close()


def test_a_result_survives_the_journey_as_json(grade):
    result = grade(work(more_shapes=WRONG))
    again = type(result).from_json(json.loads(json.dumps(result.to_json())))
    assert again.to_json() == result.to_json()
    assert dataclasses.asdict(again)["exercises"] == dataclasses.asdict(result)["exercises"]


def test_grading_leaves_nothing_in_the_kit(kit, grade):
    grade(work())
    assert not list(kit.root.rglob("__pycache__")) and not list(kit.root.rglob(".pytest_cache"))
    assert os.path.isdir(kit.root)
