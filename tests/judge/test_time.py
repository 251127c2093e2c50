"""How long a submission may take: it may compute and wait; to be held up by others costs it nothing."""

import multiprocessing
import os
import time
from pathlib import Path

import minikit
import pytest
from attack_trial import bank
from inside import Inside, as_probe
from lone_judge import LoneJudge

import torchkata.judge.student
import torchkata.sandbox.handle
from torchkata.assignment import Kit
from torchkata.grading import CheckFailed
from torchkata.judge.student import Student
from torchkata.sandbox.handle import Times, WorkerStopped
from torchkata.sandbox.host import Sandbox
from torchkata.submission import Submission

SLEEPS = "\nimport time\ndef next_id():\n    time.sleep({seconds})\n    return 1\n"
SWALLOWS = next(attack for attack in bank() if attack.name == "requests_swallowed_by_a_child")
CHANNEL = (Path(__file__).parents[1] / "attacks" / "channel.py").read_text()


@pytest.fixture(params=["bubblewrap", "process"])
def sandbox(request):
    return request.getfixturevalue(request.param)


@pytest.fixture
def inside(sandbox):
    inside = Inside(sandbox)
    yield inside
    inside.worker.close()


def took(function, *arguments, **options):
    """What it returns or raises, and the seconds on the clock."""
    started = time.monotonic()
    try:
        result = function(*arguments, **options)
    except (CheckFailed, WorkerStopped) as error:
        result = error
    return result, time.monotonic() - started


# ---- one request ---------------------------------------------------------------------------------------------------


@pytest.fixture
def patient(monkeypatch):
    """Nothing is ended for what the clock says."""
    monkeypatch.setattr(torchkata.sandbox.handle, "WALL_EXTRA", 100.0)


def test_waiting_counts_like_computing(patient, inside):
    error, seconds = took(inside, "time.sleep(60)", timeout=1.0)
    assert error.reason == "timeout" and seconds < 30
    assert 0.9 < inside.worker.times.waited < 2 + inside.worker.times.queued


@pytest.mark.slow  # it keeps every core busy
def test_what_computes_has_not_waited(patient, inside):
    assert inside("t = time.process_time()", "while time.process_time() < t + 1: pass", "return 1", timeout=5) == 1
    times = inside.worker.look()
    assert times.told and times.waited < 0.5 * times.clock


@pytest.fixture
def busy():
    """More loops than cores."""
    loops = [multiprocessing.get_context("fork").Process(target=_loop) for _ in range(4 * len(os.sched_getaffinity(0)))]
    for loop in loops:
        loop.start()
    yield
    for loop in loops:
        loop.kill()
        loop.join()


def _loop():
    os.setsid()  # Linux shares the cores out among sessions, where its autogroups are on
    while True:
        pass


@pytest.mark.slow  # it keeps every core busy
def test_on_a_busy_machine_an_honest_slow_one_keeps_its_time(patient, busy, inside):
    lines = "t = time.process_time()", "while time.process_time() < t + 0.6: pass", "return 1"
    result, seconds = took(inside, *lines, timeout=1.0)
    assert result == 1 and seconds > 1.0, "the machine was not busy"


@pytest.mark.slow  # it keeps every core busy
def test_on_a_busy_machine_waiting_still_counts(patient, busy, inside):
    error, seconds = took(inside, "time.sleep(600)", timeout=1.0)
    assert error.reason == "timeout" and seconds < 60


def test_a_child_that_computes_does_not_stop_the_clock(patient, inside):
    error, seconds = took(inside, "if os.fork() == 0:", "    while True: pass", "time.sleep(600)", timeout=1.0)
    assert error.reason == "timeout" and seconds < 60


def test_where_the_kernel_does_not_tell_the_clock_decides(monkeypatch, inside):
    monkeypatch.setattr(Sandbox, "look", lambda self, pid: {})
    monkeypatch.setattr(torchkata.sandbox.handle, "WALL_EXTRA", 1.0)
    error, seconds = took(inside, "time.sleep(60)", timeout=0.5)
    assert error.reason == "timeout" and 2.0 <= seconds < 30
    assert inside.worker.times.clock >= 2.0


def test_time_is_added_up_look_by_look():
    times = Times()
    times.clock = 10.0
    times.update({"computed": 3.0, "queued": 5.0})
    assert times.waited == 2.0 and times.unknown == 0.0
    times.clock = 11.0
    times.update({"computed": 9.0, "queued": 4.0})  # several cores at work, and a thread that waited long has ended
    assert times.waited == 2.0 and times.queued == 5.0
    times.clock = 12.0
    times.update({})
    assert times.waited == 2.0 and not times.told


# ---- a submission --------------------------------------------------------------------------------------------------


@pytest.fixture
def hand_in(sandbox, assignment):
    """Handles on submissions: their calls with that probe, for an exercise."""
    made = []

    def hand_in(more):
        student = Student(minikit.work(more_shapes=more), sandbox)
        made.append(student)

        def call(probe, exercise="next_id"):
            student.exercise = assignment.exercise(exercise)
            return student(probe, None)

        return call

    yield hand_in
    for student in made:
        student.close()


def test_a_sleeper_waits_for_so_long_in_all_and_then_nothing_more_is_run(monkeypatch, hand_in):
    monkeypatch.setattr(torchkata.judge.student, "WAITING_SECONDS", 3.0)
    call = hand_in(SLEEPS.format(seconds=600))
    probe = as_probe("return student.next_id()", timeout=1.0)
    verdicts = [took(call, probe) for _ in range(30)]
    assert {error.outcome for error, _ in verdicts} == {"timeout"}
    assert verdicts[0][0].message.startswith("It does not finish within 1 s")
    assert verdicts[-1][0].message.startswith("Not run: until here your code waited for 3 s in all")
    assert 3 <= sum(error.message.startswith("It does not") for error, _ in verdicts) <= 4
    assert sum(seconds for _, seconds in verdicts) < 60 and verdicts[-1][1] < 1


def test_waiting_in_calls_that_end_in_time_counts_too(monkeypatch, hand_in):
    monkeypatch.setattr(torchkata.judge.student, "WAITING_SECONDS", 3.0)
    call = hand_in(SLEEPS.format(seconds=0.4))
    verdicts = [took(call, as_probe("return student.next_id()"))[0] for _ in range(20)]
    assert verdicts[:4] == [1] * 4 and verdicts[-1].outcome == "timeout" and verdicts[-1].message.startswith("Not run:")


def test_a_child_that_swallows_the_requests_is_ended_by_the_same_rule(monkeypatch, hand_in):
    monkeypatch.setattr(torchkata.judge.student, "WAITING_SECONDS", 3.0)
    monkeypatch.setattr(torchkata.judge.student, "LOAD_SECONDS", 1.0)
    monkeypatch.setattr(torchkata.sandbox.handle, "LOAD_SECONDS", 1.0)
    call = hand_in("\n" + CHANNEL + SWALLOWS.text.split('"""', 2)[2])
    started = time.monotonic()
    verdict = None  # a child that starts late lets some calls pass
    while not str(getattr(verdict, "message", "")).startswith("Not run:") and time.monotonic() - started < 60:
        verdict = took(call, as_probe("return student.next_id()", timeout=1.0))[0]
    assert verdict.outcome == "timeout" and verdict.message.startswith("Not run:")


def test_when_three_exercises_ran_out_of_time_all_others_get_a_second(hand_in):
    call = hand_in("\ndef next_id():\n    while True: pass\n")
    probe = as_probe("return student.next_id()", timeout=1.5)
    says = [took(call, probe, exercise)[0].message for exercise in ("center", "next_id", "Scale", "Twice")]
    assert ["within 1.5 s" in said for said in says] == [True, True, True, False] and "within 1 s" in says[3]


# ---- with the real limits ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def assignment_with_many_checks():
    kit = Kit(Path(__file__).parents[2])
    return kit, kit.assignment("03_modules")


def graded(kit, assignment, texts):
    judge = LoneJudge(kit, assignment)
    started = time.monotonic()
    try:
        result = judge.grade(Submission("mallory", {name: text.encode() for name, text in texts.items()}))
    finally:
        judge.close()
    return result, time.monotonic() - started


@pytest.mark.slow
def test_who_sleeps_in_every_call_holds_a_judge_for_about_a_minute(assignment_with_many_checks):
    kit, assignment = assignment_with_many_checks
    names = {file: [e.name for e in assignment.exercises if e.file == file] for file in assignment.files}
    sleeper = "import time\ndef {0}(*_, **__):\n    time.sleep(600)\n"
    texts = {file: "".join(map(sleeper.format, names[file])) for file in assignment.files}
    result, seconds = graded(kit, assignment, texts)
    print(f"{seconds:.0f} s")
    assert result.score == 0 and seconds < 100
    assert any(c.message.startswith("Not run:") for e in result.exercises for c in e.checks)


@pytest.mark.slow
def test_whose_child_swallows_the_requests_holds_a_judge_for_about_a_minute(assignment_with_many_checks):
    kit, assignment = assignment_with_many_checks
    texts = {file: (kit.solutions(assignment.name) / file).read_text() for file in assignment.files}
    first = next(iter(texts))
    texts[first] += "\n" + CHANNEL + SWALLOWS.text.split('"""', 2)[2]
    result, seconds = graded(kit, assignment, texts)
    print(f"{seconds:.0f} s")
    assert result.score < 100 and seconds < 120
