"""Nothing depends on luck: in a class with hostile and broken submissions the honest ones get what they get alone."""

import os

import minikit
import pytest
from lone_judge import LoneJudge

from torchkata.judge.pool import JudgePool
from torchkata.layout import find_submissions

pytestmark = pytest.mark.slow
STUDENTS = 200

# What every tenth hands in: text behind shapes.py, or a function that spoils the student's folder.
HOSTILE = {
    "never ends": "\ndef next_id():\n    while True:\n        pass\n",
    "waits": "\ndef next_id():\n    import time\n    time.sleep(600)\n",
    "exits": "\ndef center(x):\n    import os\n    os._exit(0)\n",
    "exits at import": "\nimport os\nos._exit(0)\n",
    "segmentation fault": "\ndef center(x):\n    import ctypes\n    ctypes.string_at(0)\n",
    "fills the memory": "\ndef center(x):\n    return [bytearray(2**28) for _ in range(1000)]\n",
    "recursion": "\ndef center(x):\n    return center(x)\n",
    "forks": (
        "\nimport os, time\nif os.fork() == 0:\n    os.setsid()\n    time.sleep(600)\n"
        "def center(x):\n    for _ in range(4):\n        os.fork()\n    os.setsid()\n    return x\n"
    ),
    "patches": (
        "\nimport builtins\ntorch.allclose = torch.equal = lambda *a, **k: True\n"
        "torch.testing.assert_close = lambda *a, **k: None\n"
        "torch.Tensor.mean = lambda self, *a, **k: self\nbuiltins.float = lambda x: 7.0\ntorch.randn = torch.rand = torch.zeros\n"
        "center = None\n"
    ),
    "leaves torch's state": (
        "\ntorch.set_default_dtype(torch.float64)\ntorch.set_default_device('meta')\ntorch.set_grad_enabled(False)\n"
        "torch.use_deterministic_algorithms(True)\ntorch.manual_seed(0)\ncenter = None\n"
    ),
    "fills the disk": (
        "\ndef center(x):\n    for folder in '/tmp', '/dev/shm', '.':\n        with open(folder + '/left', 'wb') as file:\n"
        "            for _ in range(1000):\n                file.write(b'x' * 2**20)\n"
    ),
    "floods": "\nprint('x' * 10**7, flush=True)\ndef center(x):\n    raise ValueError('\\x1b[2J' * 10**6)\n",
    "forges": (
        "\nimport os, struct, msgpack\ndata = msgpack.packb({'value': True})\nfor descriptor in range(3, 100):\n    try:\n"
        "        os.write(descriptor, (struct.pack('>Q', len(data)) + data) * 20)\n    except OSError:\n        pass\n"
        "center = None\n"
    ),
    "huge answer": "\ndef center(x):\n    return torch.zeros(300_000_000, dtype=torch.uint8)\n",
    "no answer": "\ndef center(x):\n    import os\n    os.closerange(3, 100)\n",
    "syntax error": "\ndef center(x)\n",
    "pipe": lambda folder: ((folder / "shapes.py").unlink(), os.mkfifo(folder / "shapes.py")),
    "link": lambda folder: ((folder / "shapes.py").unlink(), (folder / "shapes.py").symlink_to("/etc/passwd")),
    "notebook": lambda folder: (folder / "shapes.py").write_text('{"cells": []}'),
    "zip": lambda folder: ((folder / "shapes.py").unlink(), folder.with_name(f"{folder.name}.zip").write_bytes(b"PK\3\4")),
}


def honest_texts(kit):
    """What the others hand in, over and over: right ones, mistakes, and stubs."""
    stub = {name: (kit.root / "assignments" / minikit.NAME / name).read_text() for name in minikit.REFERENCE}
    texts = [minikit.REFERENCE, stub]
    for folder in "wheats", "chaffs":
        for variant in sorted((kit.graders(minikit.NAME) / folder).iterdir()):
            file = "nets.py" if variant.name.startswith(("Scale", "Twice")) else "shapes.py"
            texts.append(minikit.REFERENCE | {file: minikit.REFERENCE[file] + "\n\n" + variant.read_text()})
    return texts


def write_class(kit, folder):
    """Hand in for everyone; the names of the honest ones."""
    texts, spoils = honest_texts(kit), list(HOSTILE.values())
    honest = []
    for number in range(STUDENTS):
        student = folder / f"student{number:03}"
        student.mkdir()
        spoil = spoils[number // 10 % len(spoils)] if number % 10 == 5 else None
        for name, text in (minikit.REFERENCE if spoil else texts[number % len(texts)]).items():
            more = spoil if name == "shapes.py" and isinstance(spoil, str) else ""
            (student / name).write_text(f"# {number}\n{text}{more}")
        if callable(spoil):
            spoil(student)
        if spoil is None:
            honest.append(student.name)
    return honest


def judged(result):
    """All that a result says but how long it took."""
    data = result.to_json()
    del data["seconds"]
    for check in (c for exercise in data["exercises"] for c in exercise["checks"]):
        del check["seconds"]
    return data


@pytest.fixture(scope="module")
def graded(kit, assignment, tmp_path_factory):
    """The class's submissions, the honest students, and everyone's results, two at a time."""
    folder = tmp_path_factory.mktemp("class")
    honest = write_class(kit, folder)
    submissions = {source.student: source.read() for source in find_submissions(assignment, [folder]).sources}
    with JudgePool(kit, assignment, 2) as pool:
        results = {result.student: judged(result) for result in pool.grade(submissions.values())}
    return submissions, honest, results


def test_everyone_has_a_row_and_no_hostile_one_has_all_points(graded):
    submissions, honest, results = graded
    assert len(results) == len(submissions) == STUDENTS and len(honest) == STUDENTS * 9 // 10
    for student in results.keys() - set(honest):
        assert results[student]["score"] < 100, submissions[student]


def test_the_honest_get_what_they_get_among_themselves(graded, kit, assignment):
    submissions, honest, results = graded
    with JudgePool(kit, assignment, 1) as pool:
        for result in pool.grade(submissions[student] for student in honest):
            assert judged(result) == results[result.student]


def test_the_honest_get_what_they_get_alone(graded, kit, assignment):
    """Alone with a judge of their own: the neighbours of hostile ones, in front and behind."""
    submissions, _, results = graded
    for student in ("student004", "student106", "student196"):
        judge = LoneJudge(kit, assignment)
        try:
            assert judged(judge.grade(submissions[student])) == results[student]
        finally:
            judge.close()
