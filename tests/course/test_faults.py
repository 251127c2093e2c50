"""Accidents while a course is graded: whatever happens, and whenever, a second run ends where an undisturbed one does.

A class is graded in a child process that is killed, gets a full disk or finds the gradebook locked, at a random moment. Then the
course must hold nothing false, and the same command, run again, must leave the very gradebook and files of an undisturbed run.
A kill comes at a random file operation (Python's audit events) or after a random time; a full disk is a limit on the size of
files (RLIMIT_FSIZE), which the kernel enforces on SQLite's writes, too.
"""

import contextlib
import json
import os
import random
import resource
import signal
import sqlite3
import sys
import threading
import time

import minikit
import pytest
from courses import LATE, auto_scores, autograded_files, book, copy, gradebook_rows, hand_in
from minikit import FULL, NAME, REFERENCE
from nbgrader.utils import capture_log

from torchkata.course import autograde, gradebook
from torchkata.course.make import make_course
from torchkata.course.open import open_course
from torchkata.course.recorder import CourseRecorder
from torchkata.judge.grade import Grader, grade_class
from torchkata.judge.pool import JudgePool
from torchkata.judge.store import ResultStore

WRONG = REFERENCE | {"shapes.py": REFERENCE["shapes.py"] + "\ndef center(x):\n    return x\n"}
OLD, NEW = FULL | {"center": 0.0}, FULL  # zoe's scores
FEW, MANY = range(2), range(2, 42)

pytestmark = pytest.mark.filterwarnings("ignore:Object of type:sqlalchemy.exc.SAWarning")  # of nbgrader's own queries


def run_autograde(course, kit):
    """What `nbgrader autograde` does."""
    api = open_course(course)
    api.coursedir.assignment_id = NAME
    outcome = capture_log(autograde.KitAutograde(coursedir=api.coursedir, parent=api))
    if not outcome["success"]:
        raise RuntimeError(outcome["log"])


def run_kata(course, kit):
    """What `kata grade --course` does."""
    assignment = kit.assignment(NAME)
    with JudgePool(kit, assignment, 1) as judges, contextlib.closing(ResultStore()) as store:
        grader = Grader(kit, assignment, judges, store)
        report = grade_class(
            grader,
            [course / "submitted"],
            1,
            recorder=CourseRecorder(course, assignment),
            json_file=course / "report.json",
            progress=lambda *_: None,
        )
    if report.problems:
        raise RuntimeError(report.problems)


COMMANDS = [run_autograde, run_kata]


@pytest.fixture(scope="module")
def before(tmp_path_factory):
    """A course in which bela, dana and zoe are graded; since then zoe, the last, handed in again, and chen and emil came."""
    folder = tmp_path_factory.mktemp("faults")
    kit = minikit.write_kit(folder / "kit")
    course = folder / "course"
    make_course(kit, course, [NAME])
    hand_in(course, "zoe", WRONG)
    hand_in(course, "bela", WRONG)
    hand_in(course, "dana", {"shapes.py": "x = 1\n"}, notebook=False)
    run_autograde(course, kit)
    with book(course) as opened:
        opened.find_grade("center", NAME, NAME, "bela").manual_score = 15.0
        opened.find_comment("notes", NAME, NAME, "bela").manual_comment = "See me."
        opened.db.commit()
    (course / "submitted" / "zoe" / NAME / "shapes.py").write_text(REFERENCE["shapes.py"])
    hand_in(course, "chen", REFERENCE, notebook=False, timestamp=None)
    hand_in(course, "emil", WRONG, timestamp=LATE)
    return course, kit


@pytest.fixture(scope="module", params=COMMANDS, ids=lambda command: command.__name__)
def command(request):
    return request.param


@pytest.fixture(scope="module")
def undisturbed(before, command, tmp_path_factory):
    """The gradebook and the files that the command leaves, and how many file operations and seconds it takes."""
    course, kit = before
    course = copy(course, tmp_path_factory.mktemp("undisturbed"))
    command(course, kit)  # once more below, when all results are in the store
    course = copy(before[0], tmp_path_factory.mktemp("undisturbed"))
    counted = course / "counted"
    started = time.perf_counter()
    status = in_child(lambda: command(course, kit), at_exit=lambda events: counted.write_text(str(events)))
    assert status == 0
    return gradebook_rows(course), autograded_files(course), int(counted.read_text()), time.perf_counter() - started


def in_child(action, *, kill_at=None, kill_after=None, prepare=None, at_exit=None):
    """Run it in a forked process; its wait status. It is killed at a file operation, or after some seconds."""
    child = os.fork()
    if child == 0:
        status = 99
        try:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            os.dup2(1, 2)
            if prepare:
                prepare()
            seen = _count_events(kill_at)
            action()
            if at_exit:
                at_exit(seen())
            status = 0
        except RuntimeError:
            status = 1
        finally:
            os._exit(status)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1]


def _count_events(kill_at):
    events = 0

    def hook(name, _arguments):
        nonlocal events
        if name == "open" or name.startswith(("os.", "shutil.", "sqlite3.")):
            events += 1
            if events == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)
    return lambda: events


def assert_nothing_false(course):
    """Everybody has the old score or the new one; what has its final name is whole; what a person entered stays."""
    rows = gradebook_rows(course)
    assert len(rows) >= 3 and rows["bela"][3] == [("notes", rows["bela"][3][0][1], "See me.")]
    assert auto_scores(course, "zoe") in (OLD, NEW)
    for student in {"chen", "emil"} & rows.keys():
        assert len({score is None for score in auto_scores(course, student).values()}) == 1, f"{student} is graded in part"
    for notebook in course.glob(f"autograded/*/{NAME}/{NAME}.ipynb"):
        json.loads(notebook.read_text())
    for report in course.glob("report.json"):
        assert len(json.loads(report.read_text())["submissions"]) == 5


def assert_finished(course, kit, command, undisturbed):
    command(course, kit)
    rows, files, _, _ = undisturbed
    assert gradebook_rows(course) == rows
    assert autograded_files(course) == files


def kill(seed, before, command, undisturbed, folder):
    """SIGKILL at any moment."""
    chance = random.Random(seed)
    course, kit = copy(before[0], folder), before[1]
    _, _, events, seconds = undisturbed
    if chance.random() < 0.7:
        status = in_child(lambda: command(course, kit), kill_at=chance.randint(1, events))
        assert status == signal.SIGKILL
    else:
        status = in_child(lambda: command(course, kit), kill_after=chance.uniform(0, seconds))
    assert_nothing_false(course)
    assert_finished(course, kit, command, undisturbed)
    return status


def fill_disk(seed, before, command, undisturbed, folder):
    """No file can grow beyond some size: copies, notebooks, SQLite's journal or the gradebook itself."""
    chance = random.Random(seed)
    course, kit = copy(before[0], folder), before[1]
    limit = chance.choice([chance.randint(1, 8_000), chance.randint(8_000, (course / "gradebook.db").stat().st_size)])
    status = in_child(lambda: command(course, kit), prepare=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
    assert_nothing_false(course)
    assert_finished(course, kit, command, undisturbed)
    return status


def lock(seed, before, command, undisturbed, folder):
    """Another program holds the gradebook for a moment: grading waits. It holds it too long: grading stops, and says so."""
    chance = random.Random(seed)
    course, kit = copy(before[0], folder), before[1]
    patient = chance.random() < 0.5
    holder = sqlite3.connect(course / "gradebook.db", isolation_level=None, check_same_thread=False)

    def hold():
        time.sleep(chance.uniform(0, undisturbed[3]))
        with contextlib.suppress(sqlite3.OperationalError):
            holder.execute("BEGIN EXCLUSIVE")
            time.sleep(1.0 if patient else 3.0)
            holder.execute("COMMIT")

    def prepare():
        gradebook.LOCK_SECONDS = 60 if patient else 0.2

    thread = threading.Thread(target=hold)
    thread.start()
    status = in_child(lambda: command(course, kit), prepare=prepare)
    thread.join()
    holder.close()
    assert status == 0 or not patient
    assert_nothing_false(course)
    assert_finished(course, kit, command, undisturbed)
    return status


FAULTS = [kill, fill_disk, lock]


@pytest.mark.parametrize("fault", FAULTS)
def test_after_a_fault_the_next_run_finishes(fault, before, command, undisturbed, tmp_path_factory):
    for seed in FEW:
        fault(seed, before, command, undisturbed, tmp_path_factory.mktemp("fault"))


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS)
def test_after_forty_faults_the_next_run_finishes(fault, before, command, undisturbed, tmp_path_factory):
    """Two commands, three faults, forty moments: 240 accidents."""
    statuses = [fault(seed, before, command, undisturbed, tmp_path_factory.mktemp("fault")) for seed in MANY]
    assert any(statuses), "no run was disturbed"


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 8))])
def test_where_a_judge_or_its_sandbox_is_killed_no_score_is_false(seed, before, command, undisturbed, tmp_path_factory, tmp_path):
    """A killed judge is replaced; where nothing helps, the student has no score, and the next run gives it."""
    chance = random.Random(seed)
    course, kit = copy(before[0], tmp_path), before[1]

    def kill_one():
        while not (victims := _children(os.getpid())):
            time.sleep(0.01)
        time.sleep(chance.uniform(0, 3))
        victims += [grandchild for child in victims for grandchild in _children(child)]
        with contextlib.suppress(ProcessLookupError):
            os.kill(chance.choice(victims), signal.SIGKILL)

    def prepare():
        os.environ["XDG_CACHE_HOME"] = str(tmp_path / "cache")  # so that there is work for a judge
        autograde._graders.clear()
        threading.Thread(target=kill_one, daemon=True).start()

    in_child(lambda: command(course, kit), prepare=prepare)
    assert_nothing_false(course)
    assert_finished(course, kit, command, undisturbed)


def _children(pid):
    return [int(p) for task in os.listdir(f"/proc/{pid}/task") for p in open(f"/proc/{pid}/task/{task}/children").read().split()]
