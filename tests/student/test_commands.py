"""kata status, hint and pack, as a student types them; and kata watch, on a terminal of its own."""

import contextlib
import os
import re
import select
import shutil
import signal
import sys
import time
import zipfile

import minikit
import pytest
from minikit import NETS, SHAPES
from warm_python import run_pytest

from torchkata.assignment import UsageError, read_assignment
from torchkata.student import hints, pack, places
from torchkata.student.spare import SparePython
from torchkata.student.status import status
from torchkata.submission import read_zip
from torchkata.terminal import print_packed, print_status


@pytest.fixture
def folder(assignment, tmp_path):
    return shutil.copytree(assignment.folder, tmp_path / minikit.NAME)


@pytest.fixture(scope="module")
def python():
    python = SparePython()
    yield python
    python.stop()


def tested(folder, *arguments):
    run_pytest("-p", "no:cacheprovider", "-q", *arguments, cwd=folder)


# ---- status --------------------------------------------------------------------------------------------------------


def test_status_is_what_the_last_runs_found(folder, capsys):
    print_status([status(read_assignment(folder))])
    assert "0 of 4  exercises      0 of 100 points  about 15 minutes left; next: center" in capsys.readouterr().out
    (folder / "shapes.py").write_text(SHAPES)
    tested(folder)
    print_status([status(read_assignment(folder))])
    assert "2 of 4  exercises     40 of 100 points  about 10 minutes left; next: Scale" in capsys.readouterr().out
    (folder / "nets.py").write_text(NETS)
    tested(folder, "-k", "Scale")
    print_status([status(read_assignment(folder))])
    said = capsys.readouterr().out
    assert "3 of 4  exercises     80 of 100 points  about 5 minutes left; next: Twice; 1 not tested since" in said
    tested(folder)
    print_status([status(read_assignment(folder))])
    assert "4 of 4  exercises    100 of 100 points  done; hand in: kata pack" in capsys.readouterr().out


def test_status_needs_no_torch(run, folder):
    without = "import sys; sys.modules['torch'] = sys.modules['numpy'] = None; from torchkata.cli import main; main()"
    done = run("-c", without, "status", cwd=folder.parent)
    assert "07_mini   0 of 4  exercises" in done.stdout and done.returncode == 0, done.stderr


def test_the_assignments_below_are_found_and_hidden_folders_are_not(folder):
    shutil.copytree(folder, folder.parent / ".Trash" / "09_old")
    shutil.copytree(folder, folder.parent / "course" / "week" / "08_other")
    assert [a.name for a in places.assignments_below(folder.parent)] == ["07_mini", "08_other"]


def test_a_folder_that_is_no_assignment_is_a_sentence(folder, tmp_path):
    shutil.copytree(folder, tmp_path / "08_other")
    with pytest.raises(UsageError, match=r"is not the folder of an assignment, .*: go into one of 07_mini, 08_other"):
        places.assignment_around(tmp_path)
    below = folder / "pictures"
    below.mkdir()
    assert places.assignment_around(below).name == "07_mini"


@pytest.mark.parametrize("name", ["center", "Test_center", "CENTER", "cent"])
def test_an_exercise_may_be_named_in_short(folder, name):
    assert places.chosen_exercise(read_assignment(folder), name).name == "center"


# ---- hint ----------------------------------------------------------------------------------------------------------


def test_hints_come_one_at_a_time_and_are_remembered(folder):
    toml, example = (folder / "assignment.toml").read_text(), "example = '''\n>>> 1 + 1\n2\n'''\n"
    (folder / "assignment.toml").write_text(toml.replace('hints = ["Which', f'{example}hints = ["Which'))
    assignment = read_assignment(folder)
    center = assignment.exercise("center")
    ladder = []
    for tried in "", "the mean of a\nrow", "", "":
        ladder.append(hints.Hints(assignment).next(center, tried))
    assert [step and step.text for step in ladder] == ["Which numbers does the mean see?", "All of them.", ">>> 1 + 1\n2", None]
    assert ladder[2].title == "center, worked example (3 of 3)"
    assert "center: the mean of a row\n" in (folder / "hints_shown.txt").read_text()
    assert not hints.Hints(assignment).shown(assignment.exercise("Scale"))


def test_hint_without_a_name_is_about_the_next_exercise(folder, run):
    (folder / "shapes.py").write_text(SHAPES)
    tested(folder)
    done = run("-c", "from torchkata.cli import main; main()", "hint", cwd=folder)
    assert done.stdout.startswith("Scale, hint (1 of 2)\n\nWhat makes a tensor a parameter?\n")


# ---- pack ----------------------------------------------------------------------------------------------------------


def test_pack_tests_exactly_what_is_graded(folder, python, capsys):
    (folder / "shapes.py").write_text("import helper\n" + SHAPES)
    (folder / "helper.py").write_text("")
    (folder / "notes.docx").write_text("")
    (folder / "deep").mkdir()
    (folder / "deep" / "more.py").write_text("")
    packed = pack.look(read_assignment(folder), python)
    print_packed(packed)
    said = capsys.readouterr().out
    assert "  helper.py: comes along, for your imports\n" in said and "stays here: README.md, handout.md, notes.docx" in said
    assert (
        "2 of 4 exercises pass their visible tests" in said
        and "not written yet: Scale, Twice\nYou may hand in all the same." in said
    )
    path = pack.write(packed)
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == ["07_mini.ipynb", "helper.py", "nets.py", "shapes.py"]
    graded = read_zip(read_assignment(folder), path, "ada")
    assert graded.sha256.startswith(packed.code) and len(packed.code) == 8
    assert pack.write(pack.look(read_assignment(folder), python)).read_bytes() == path.read_bytes()


def test_what_works_at_home_only_is_seen(folder, python):
    """A helper in a folder of its own does not come along."""
    (folder / "deep").mkdir()
    (folder / "deep" / "more.py").write_text("x = 1\n")
    (folder / "shapes.py").write_text("from deep.more import x\n" + SHAPES)
    packed = pack.look(read_assignment(folder), python)
    assert "No module named 'deep'" in packed.results[0].summary


def test_nothing_to_hand_in_is_a_sentence(folder, python):
    for name in "shapes.py", "nets.py":
        (folder / name).unlink()
    with pytest.raises(UsageError, match=r"there is nothing to hand in: No shapes.py or nets.py was found"):
        pack.look(read_assignment(folder), python)


# ---- watch ---------------------------------------------------------------------------------------------------------


class Terminal:
    """kata watch in a terminal of its own."""

    def __init__(self, folder, *arguments):
        import pty

        self.pid, self._end = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.environ |= {"TERM": "xterm", "COLUMNS": "150", "LINES": "40"}
            command = "from torchkata.cli import main; main()"
            os.execv(sys.executable, [sys.executable, "-c", command, "watch", *arguments])

    def until(self, text, seconds=60):
        """What it shows until the text appears."""
        shown, deadline = "", time.monotonic() + seconds
        while text not in shown:
            assert time.monotonic() < deadline, f"no {text!r} in: {shown}"
            if select.select([self._end], [], [], 0.05)[0]:
                shown += re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", os.read(self._end, 2**16).decode(errors="replace"))
        return shown.replace("\r", "")

    def press(self, keys):
        os.write(self._end, keys.encode())

    def close(self):
        with contextlib.suppress(ProcessLookupError, ChildProcessError):  # it has ended by itself
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self._end)


@pytest.fixture
def terminal(folder):
    terminal = Terminal(folder, "center")
    yield terminal
    terminal.close()


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_watch_through_a_students_hour(folder, terminal):
    assert "center: not written yet" in terminal.until("q quit")
    (folder / "shapes.py").write_text(SHAPES + "\ndef center(x):\n    return x\n")
    said = terminal.until("q quit")
    assert "1 of 2 visible tests pass" in said and "center returned [1.0, 2.0, 6.0]" in said
    (folder / "shapes.py").write_text("def center(x)\n")
    assert "SyntaxError: expected ':'" in terminal.until("q quit")
    (folder / "shapes.py").write_text(SHAPES + "\ndef center(x):\n    while True:\n        pass\n")
    time.sleep(1)
    (folder / "shapes.py").write_text(SHAPES)  # does not wait for the loop
    said = terminal.until("q quit", seconds=10)
    assert "2 of 2 visible tests pass" in said and "n goes on to the next exercise" in said
    assert "1 of 4 exercises, 20 of 100 points" in said  # and it has not gone on by itself
    terminal.press("n")
    assert "next_id: 1 of 1 visible tests pass" in terminal.until("q quit")
    terminal.press("n")
    assert "Scale: not written yet" in terminal.until("q quit")
    terminal.press("h")
    terminal.until("What have you tried?")
    terminal.press("nothing\n")
    assert "What makes a tensor a parameter?" in terminal.until("What makes a tensor a parameter?")
    (folder / "nets.py").write_text(NETS)
    assert "Scale: 1 of 1 visible tests pass" in terminal.until("q quit")
    terminal.press("n")
    assert "all of them run once more. Hand in: kata pack" in terminal.until("kata pack")
    (folder / "nets.py").write_text(NETS.replace("x * self", "x + self"))  # Scale is wrong now, and Twice with it
    assert "Scale passed before, and does not any more." in terminal.until("any more.")
    (folder / "nets.py").unlink()
    assert "nets.py is not in 07_mini" in terminal.until("q quit")
    terminal.press("l")
    assert "> ✗ Twice" in terminal.until("is watched.")
    terminal.press("q")
    deadline = time.monotonic() + 20
    while os.waitpid(terminal.pid, os.WNOHANG) == (0, 0):
        assert time.monotonic() < deadline, "q did not end it"
        time.sleep(0.1)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_where_files_cannot_be_watched_r_runs_the_tests(folder):
    terminal = Terminal(folder, "--manual")
    try:
        terminal.until("q quit")
        (folder / "shapes.py").write_text(SHAPES)
        terminal.press("r")
        assert "2 of 2 visible tests pass" in terminal.until("q quit")
    finally:
        terminal.close()
