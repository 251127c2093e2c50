"""How outcomes of checks become points: the rubric, slips, and what cannot be judged."""

import pytest

from torchkata.assignment import Criterion, Exercise, Kit, UsageError, read_assignment
from torchkata.grading import CheckFailed, assert_that, edge, misconception, presuppose
from torchkata.result import BLOCKED, ERROR, FAILED, PASSED, SKIPPED, Check, mark_exercise

EXERCISE = Exercise(
    "relu", "net.py", 20.0, 5, (), ("relu",),
    (Criterion("value", 0.5, "negatives become 0"), Criterion("input", 0.3, "x stays"), Criterion("gpu", 0.2, "on a GPU")),
)  # fmt: skip


def check(criterion, outcome=PASSED, misconception=None, keeps=0.0, required=False):
    return Check("test", "It works.", criterion, outcome, required, "", misconception, 0.0, keeps)


def slip(criterion, keeps=0.6, id="other-order"):
    return check(criterion, FAILED, id, keeps)


def earned(*checks, partial="rubric"):
    """What each criterion earns, where the others' one check passes."""
    others = [check(c.key) for c in EXERCISE.rubric if c.key not in {each.criterion for each in checks}]
    result = mark_exercise(EXERCISE, [*checks, *others], partial)
    assert result.score == round(sum(c.score for c in result.criteria), 4) and result.max_score == 20.0
    return {c.key: round(c.score, 4) for c in result.criteria}


FULL = {"value": 10.0, "input": 6.0, "gpu": 4.0}


def test_all_pass_is_full():
    assert earned() == FULL


@pytest.mark.parametrize("outcome", [FAILED, ERROR, "timeout", "crashed"])
def test_one_check_that_does_not_pass_costs_its_criterion_and_no_other(outcome):
    assert earned(check("value"), check("value", outcome), check("value")) == FULL | {"value": 0.0}


@pytest.mark.parametrize("number", [1, 2, 7])
def test_how_many_checks_a_criterion_has_changes_nothing(number):
    assert earned(*[check("value")] * number, check("input", FAILED)) == FULL | {"input": 0.0}


def test_a_slip_that_is_all_that_fails_keeps_its_part():
    assert earned(slip("value"), check("value"), slip("value")) == FULL | {"value": 6.0}


@pytest.mark.parametrize("other", [check("value", FAILED), check("value", ERROR), slip("value", id="halved"), slip("value", 0.0)])
def test_a_slip_beside_another_mistake_keeps_no_more_than_that_one(other):
    assert earned(slip("value"), other) == FULL | {"value": 0.0}


def test_what_cannot_be_judged_earns_nothing_and_spoils_no_slip():
    assert earned(check("input", BLOCKED)) == FULL | {"input": 0.0}
    assert earned(slip("value"), check("value", BLOCKED)) == FULL | {"value": 6.0}


def test_a_criterion_of_which_every_check_is_skipped_leaves_its_share_to_the_others():
    assert earned(check("gpu", SKIPPED)) == {"value": 12.5, "input": 7.5, "gpu": 0.0}
    assert earned(check("gpu", SKIPPED), check("gpu", FAILED)) == FULL | {"gpu": 0.0}


def test_where_all_is_skipped_there_are_no_points():
    assert earned(*(check(key, SKIPPED) for key in FULL)) == dict.fromkeys(FULL, 0.0)


def test_a_rule_that_is_broken_leaves_nothing_and_a_kept_one_gives_nothing():
    assert earned(check(None, FAILED, required=True)) == dict.fromkeys(FULL, 0.0)
    assert earned(check(None, required=True), check("value", FAILED)) == FULL | {"value": 0.0}


def test_all_or_nothing_is_a_policy_of_the_whole_course():
    assert earned(slip("value"), partial="all-or-nothing") == dict.fromkeys(FULL, 0.0)
    assert earned(check("gpu", SKIPPED), partial="all-or-nothing") == {"value": 12.5, "input": 7.5, "gpu": 0.0}
    with pytest.raises(UsageError, match="'half' is no policy; choose one of 'rubric', 'all-or-nothing'"):
        Kit("here", "half")


def test_a_verdict_carries_what_its_slip_keeps():
    order = misconception("other-order", "They come in another order.", keeps=0.6)
    with pytest.raises(CheckFailed) as caught:
        assert_that(False, "dw comes first.", order)
    assert (caught.value.misconception, caught.value.keeps) == ("other-order", 0.6)
    with pytest.raises(CheckFailed) as caught:
        assert_that(False, "dw comes first.", order.keeping(0.2))
    assert (caught.value.misconception, caught.value.keeps) == ("other-order", 0.2)


def test_what_presupposes_something_fallen_is_blocked():
    presuppose(True, "The values are not right yet.")
    with pytest.raises(CheckFailed, match="are not right yet") as caught:
        presuppose(False, "The values are not right yet.")
    assert caught.value.outcome == BLOCKED


def test_an_edge_is_a_slip_where_the_ordinary_case_is_right():
    single = misconception("single-example", "Here there is only one.", keeps=0.5)
    with edge(single, lambda: None):
        pass
    with pytest.raises(CheckFailed, match=r"It is 3. Here there is only one") as caught, edge(single, lambda: None):
        assert_that(False, "It is 3.")
    assert (caught.value.misconception, caught.value.keeps) == ("single-example", 0.5)
    with pytest.raises(CheckFailed, match="It is 2") as caught, edge(single, lambda: assert_that(False, "It is 2.")):
        assert_that(False, "It is 3.")
    assert (caught.value.misconception, caught.value.keeps) == (None, 0.0)


@pytest.mark.parametrize("outcome", ["timeout", BLOCKED])
def test_what_was_not_judged_is_no_slip_at_an_edge(outcome):
    with pytest.raises(CheckFailed) as caught, edge(misconception("single-example", "One.", keeps=0.5), lambda: None):
        raise CheckFailed("It does not finish.", outcome=outcome)
    assert (caught.value.misconception, caught.value.outcome) == (None, outcome)


# ---- assignment.toml -----------------------------------------------------------------------------------------------

TOML = """
title = "T"
files = ["net.py"]
[[exercise]]
name = "relu"
file = "net.py"
points = 20
minutes = 5
hints = []
rubric = [{ key = "value", share = 0.5, asks = "a" }, { key = "input", share = 0.5, asks = "b" }]
"""


@pytest.mark.parametrize(
    "old, new, says",
    [
        ('share = 0.5, asks = "b"', 'share = 0.4, asks = "b"', "the shares of relu's rubric add up to 0.9, not 1"),
        ('key = "input"', 'key = "value"', "relu's criterion value has no share above 0, or is there twice"),
        ('{ key = "value", share = 0.5', '{ key = "value", share = 1.5', "add up to 2"),
        ('asks = "a"', 'ask = "a"', "lacks 'asks'"),
        ("rubric", "rubrics", "lacks 'rubric'"),
    ],
)
def test_a_faulty_rubric_is_a_sentence(tmp_path, old, new, says):
    assert old in TOML
    (tmp_path / "assignment.toml").write_text(TOML.replace(old, new))
    with pytest.raises(UsageError, match=says):
        read_assignment(tmp_path)


def test_shares_may_be_written_as_people_write_them(tmp_path):
    thirds = ", ".join(f'{{ key = "{key}", share = {share}, asks = "x" }}' for key, share in (("a", 0.7), ("b", 0.1), ("c", 0.2)))
    (tmp_path / "assignment.toml").write_text(TOML.split("rubric")[0] + f"rubric = [{thirds}]\n")
    (exercise,) = read_assignment(tmp_path).exercises
    assert [c.share for c in exercise.rubric] == [0.7, 0.1, 0.2]
