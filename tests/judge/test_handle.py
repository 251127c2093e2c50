"""The judge's handle on a submission: what checks of an exercise share."""

from types import SimpleNamespace

import minikit
import pytest

from torchkata.grading import CheckFailed, assert_that, once
from torchkata.judge.student import Student


@pytest.fixture
def student():
    handle = Student(minikit.work(), sandbox=None)
    handle.exercise = SimpleNamespace(name="center")
    return handle


def test_what_checks_go_by_is_found_once_for_each_exercise_and_argument(student):
    asked = []

    @once
    def looked_up(student, name, attempt=0):
        asked.append((student.exercise.name, name, attempt))
        return len(asked)

    assert [looked_up(student, "a"), looked_up(student, "a"), looked_up(student, "b"), looked_up(student, "a", 1)] == [1, 1, 2, 3]
    student.exercise = SimpleNamespace(name="next_id")
    assert looked_up(student, "a") == 4, "an exercise went by what was found for another one"
    assert asked == [("center", "a", 0), ("center", "b", 0), ("center", "a", 1), ("next_id", "a", 0)]


def test_a_failure_is_the_same_for_every_check_that_goes_by_it(student):
    asked = []

    @once
    def judged(student):
        asked.append(student)
        assert_that(False, "center(x) is None.")

    for _ in range(2):
        with pytest.raises(CheckFailed) as failure:
            judged(student)
        assert failure.value.message == "center(x) is None."
    assert len(asked) == 1


def test_another_submission_starts_afresh(student):
    found = once(lambda student: object())
    other = Student(minikit.work(), sandbox=None)
    other.exercise = student.exercise
    assert found(student) is found(student) is not found(other)
