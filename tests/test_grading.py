"""The two assertions, and how probes are taken apart for the journey to the worker."""

import json
import math
import sys
import types

import numpy as np
import pytest
import torch
from torch import nn

from torchkata.grading import CheckFailed, assert_matches, assert_that, misconception
from torchkata.sandbox import wire
from torchkata.sandbox.probes import GraderError, probe
from torchkata.sandbox.worker import Submission, _link

ROW = misconception("row-mean", "It looks like the mean of each row.")
NOTHING = misconception("nothing", "Nothing was returned.")


def verdict(seen, expected, misconceptions=None, **tolerances) -> CheckFailed | None:
    try:
        assert_matches(seen, expected, "f(x)", misconceptions, **tolerances)
    except CheckFailed as error:
        return error


# ---- assert_matches ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [
        None, True, 3, 2.5, math.inf, "a", b"a", [], [1, [2.0, None]], {}, {"a": [1], "b": torch.ones(2)},
        torch.randn(2, 3), torch.tensor(1.5), torch.empty(0, 3), torch.tensor([True, False]), torch.arange(3),
        torch.tensor([math.inf, -math.inf]), torch.randn(3, dtype=torch.complex64), torch.ones(2, dtype=torch.bfloat16),
        torch.ones(2, dtype=torch.float16), torch.empty(2, device="meta"), np.ones((2, 3)), np.array(3, dtype=np.int8),
    ],
)  # fmt: skip
def test_a_value_matches_itself(value):
    assert_matches(wire.decode(wire.encode(value)), value, "f(x)")


@pytest.mark.parametrize(
    "seen, expected",
    [
        (1, True), (True, 1), (0, False), (1, 1.0), (1.0, 1), ("1", 1), (b"a", "a"), (None, 0), ([], None), ([1], {"0": 1}),
        (1.0, torch.tensor(1.0)), (torch.tensor(1.0), 1.0), (np.ones(2), torch.ones(2)), (torch.ones(2), np.ones(2)),
        ([1.0], torch.tensor([1.0])), (torch.tensor([1.0]), [1.0]), (np.ones(()), 1.0), (torch.tensor(True), True),
    ],
    ids=repr,
)  # fmt: skip
def test_another_type_never_matches(seen, expected):
    error = verdict(seen, expected)
    assert error is not None, f"{seen!r} was taken for {expected!r}"
    assert "is expected" in error.message


@pytest.mark.parametrize(
    "seen, expected",
    [
        (torch.ones(1), torch.ones(3)),
        (torch.ones(3, 1), torch.ones(3)),
        (torch.ones(()), torch.ones(1)),
        (torch.ones(1, 3), torch.ones(2, 3)),
        (torch.ones(0), torch.ones(3)),
        (torch.ones(3), torch.ones(0)),
        (torch.ones(0, 2), torch.ones(0, 3)),
        (np.ones(1), np.ones(3)),
        ([1.0], [1.0, 1.0]),
        ([], [1]),
    ],
    ids=lambda value: str(getattr(value, "shape", value)),
)
def test_shapes_are_never_broadcast(seen, expected):
    assert verdict(seen, expected) is not None


def test_type_then_shape_then_dtype_then_values_are_judged():
    expected = torch.zeros(2, 3)
    assert "a NumPy array" in verdict(np.ones(5), expected).message
    assert "shape" in verdict(torch.ones(5, dtype=torch.float64), expected).message
    assert "dtype" in verdict(torch.ones(2, 3, dtype=torch.float64), expected).message
    assert "all of its values are wrong" in verdict(torch.ones(2, 3), expected).message


@pytest.mark.parametrize("expected", [torch.tensor([1.0, math.nan]), math.nan, [math.nan], np.array([math.nan])], ids=repr)
def test_nan_is_never_right(expected):
    assert verdict(expected, expected) is not None


def test_nan_in_place_of_a_number_is_said():
    assert "1 of its 2 values is NaN" in verdict(torch.tensor([1.0, math.nan]), torch.tensor([1.0, 2.0])).message
    assert "all of its values are NaN" in verdict(torch.tensor([math.nan] * 2), torch.tensor([1.0, 2.0])).message


def test_infinity_is_right_only_where_it_is_expected():
    assert verdict(torch.tensor([math.inf]), torch.tensor([-math.inf]))
    assert verdict(torch.tensor([math.inf]), torch.tensor([3e38]))
    assert verdict(math.inf, 1.0) and verdict(1.0, math.inf)
    assert verdict(-math.inf, math.inf)


def test_tolerance_is_what_it_says():
    expected = torch.tensor([100.0])
    assert verdict(torch.tensor([100.009]), expected) is None
    assert verdict(torch.tensor([100.02]), expected)
    assert verdict(torch.tensor([100.02]), expected, rtol=1e-3) is None
    assert verdict(100.009, 100.0) is None and verdict(100.02, 100.0)


@pytest.mark.parametrize("dtype", [torch.int64, torch.int32], ids=str)
@pytest.mark.parametrize("number", [20_000, 2**30])
def test_integers_are_compared_exactly(dtype, number):
    """A relative tolerance would take 20001 for 20000: an index or a count that is off by one is wrong."""
    assert verdict(torch.tensor([number + 1], dtype=dtype), torch.tensor([number], dtype=dtype)), "one too many was accepted"
    assert verdict(np.array([number + 1]), np.array([number])), "one too many was accepted"


def test_large_integers_do_not_pass_through_float():
    assert verdict(torch.tensor([2**53 + 1]), torch.tensor([2**53]), rtol=0, atol=0)


def test_a_bool_byte_of_2_is_not_more_than_true():
    hostile = torch.frombuffer(bytearray([2, 0]), dtype=torch.bool)
    assert verdict(hostile, torch.tensor([False, False]))


def test_meta_tensors_hold_no_values_so_they_match_no_values():
    assert verdict(torch.empty(2, device="meta"), torch.ones(2))
    assert verdict(torch.ones(2), torch.empty(2, device="meta"))


def test_a_parameter_a_tuple_and_a_view_may_be_expected():
    assert_matches([1, torch.ones(2)], (1, nn.Parameter(torch.ones(2))), "f(x)")
    assert_matches(torch.ones(3, 2), torch.ones(2, 3).t().requires_grad_(), "f(x)")


def test_the_place_inside_nested_data_is_named():
    message = verdict({"a": [1, torch.ones(2)]}, {"a": [1, torch.zeros(2)]}).message
    assert message.startswith("f(x)['a']: item 2 of 2 has the right shape, but all of its values are wrong")
    with pytest.raises(CheckFailed, match=r"^What came back: entry 'a' is 2, which is not right\.$"):
        assert_matches({"a": 2}, {"a": 1}, "What came back")
    assert "lacks 'b'" in verdict({"a": 1}, {"a": 1, "b": 2}).message
    assert "'c', which should not be there" in verdict({"a": 1, "c": 1}, {"a": 1}).message
    assert "2 items; 3 are expected" in verdict([1, 2], [1, 2, 3]).message


def test_items_are_called_as_the_exercise_calls_them():
    steps = {"parts": "the loss of step {}"}
    assert verdict([1.0, 2.0, 9.0], [1.0, 2.0, 3.0], **steps).message == "f(x): the loss of step 3 is 9, which is not right."
    assert verdict([2, 1], [1, 2], parts=["dw", "db"]).message == "f(x): dw is 2, which is not right."
    message = verdict([1.0, 8.0, 9.0, 4.0], [1.0, 2.0, 3.0, 4.0], **steps).message
    assert message == "f(x): the loss of step 2 is 8, which is not right, and 1 of the 3 others is wrong too."
    assert verdict([5.0, 7.0], [1.0, 2.0], **steps).message == "f(x) has the right length, but all of its 2 numbers are wrong."
    assert verdict(torch.tensor([5.0]), torch.tensor([1.0])).message == "f(x) has the wrong value."


GRID = torch.tensor([[1.25, -2.5, 0.375], [4.0625, 8.3137, -16.2718], [2.7182, 0.5772, 1.6180]])
RING = GRID.roll(1, 0)


@pytest.mark.parametrize(
    "seen, expected, says",
    [
        (-GRID, GRID, "right but for the sign"),
        (GRID.round(decimals=2), GRID, "rounded to 2 digits after the point"),
        (GRID.round(), GRID, "rounded to whole numbers"),
        (torch.full((3, 3), 0.7), GRID, "all are the same number"),
        (torch.zeros(3, 3), GRID, "all are 0"),
        (GRID.T, GRID, "these are the right values, transposed"),
        (RING, GRID, "these are the right values in another order"),
        (GRID * 3, GRID, "each is too large by the same factor"),
        (GRID / 3, GRID, "each is too small by the same factor"),
        (GRID + 3, GRID, "each is too large by the same amount"),
        (GRID - 3, GRID, "each is too small by the same amount"),
        (torch.cat([GRID[:1], GRID[1:] ** 2]), GRID, "only the first row is right"),
        (torch.cat([GRID[:2], GRID[2:] + 1]), GRID, "only the last row is not right"),
        (GRID * torch.eye(3), GRID, "the wrong ones are all 0"),
        ([2.0, 4.0, 6.0], [1.0, 2.0, 3.0], "each is too large by the same factor"),
        (-0.5, 0.5, "right but for the sign"),
        (0.333, 1 / 3, "rounded to 3 digits after the point"),
        (GRID.numpy() * 3, GRID.numpy(), "each is too large by the same factor"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_pattern_of_wrong_values_is_told(seen, expected, says):
    assert verdict(seen, expected).message.endswith(f": {says}.")
    mistake = misconception("known", "That is known.")
    assert verdict(seen, expected, {mistake: seen}).message.endswith(". That is known."), "a pattern beside the mistake's name"


def test_small_numbers_that_were_rounded_are_told_as_such():
    found = verdict([1.2e-4, 3e-5], [1.24e-4, 2.9e-5], rtol=0.0, atol=0.0)
    assert found.message.endswith(": rounded to 5 digits after the point.")


def test_where_to_look_is_said_where_only_values_are_wrong_and_no_mistake_fits():
    for hint in ("Look there.", lambda: "Look there."):
        assert verdict(GRID**2, GRID, hint=hint).message.endswith("wrong. Look there.")
        assert verdict([1.0, 5.0], [1.0, 2.0], hint=hint).message.endswith(" Look there.")
        for other in (GRID[:2], GRID.double(), [1.0], None):
            assert "Look" not in verdict(other, GRID, hint=hint).message
        assert "Look" not in verdict(GRID**2, GRID, {misconception("known", "That is known."): GRID**2}, hint=hint).message
    assert verdict(GRID, GRID, hint=lambda: 1 / 0) is None


@pytest.mark.parametrize(
    "seen, expected",
    [
        (GRID**2, GRID), (torch.randn(3, 3, generator=torch.Generator().manual_seed(1)), GRID), ([5.0, 1.0], [1.0, 2.0]),
        (torch.tensor([1.0, math.inf, 2.0]), torch.tensor([1.0, 5.0, 2.5])), (0.5, 0.7), (torch.zeros(3), torch.ones(3)),
        (torch.tensor([3, 1, 4]), torch.tensor([2, 7, 1])), (torch.tensor([True, False]), torch.tensor([False, False])),
    ],
    ids=str,
)  # fmt: skip
def test_no_pattern_is_told_where_there_is_none(seen, expected):
    message = verdict(seen, expected).message
    assert not any(word in message for word in ("same", "sign", "rounded", "order", "row", "all are")), message


@pytest.mark.parametrize(
    "seen, expected",
    [
        (torch.ones(2), torch.tensor([7.25, 7.25])), (1.0, 7.25), (1, 725), ("a", "725"), (b"a", b"725"), (True, False),
        ([1.0, 2.0], [1.0, 7.25]), ({"k": 1.0}, {"k": 7.25}), (None, 7.25), (torch.ones(()), torch.tensor(7.25)),
        (np.ones(2), np.array([7.25, 7.25])), (1.0, "725"), (torch.tensor([math.nan]), torch.tensor([7.25])),
    ],
    ids=repr,
)  # fmt: skip
def test_the_expected_numbers_are_never_shown(seen, expected):
    message = verdict(seen, expected).message
    assert "7.25" not in message and "725" not in message and "False" not in message.replace("True or False", "")


def test_the_first_misconception_that_fits_is_named():
    error = verdict(None, 1.0, {ROW: 2.0, NOTHING: None})
    assert error.misconception == "nothing" and error.message.endswith(NOTHING.sentence)
    error = verdict(torch.ones(2), torch.zeros(2), {ROW: torch.ones(2), NOTHING: torch.ones(2)})
    assert error.misconception == "row-mean"


@pytest.mark.parametrize("value", [torch.ones(2, 1), torch.ones(2, dtype=torch.float64), np.ones(2), [1.0, 1.0], 1.0, None])
def test_a_misconception_fits_only_exactly(value):
    error = verdict(torch.ones(2), torch.zeros(2), {ROW: value})
    assert error.misconception is None and ROW.sentence not in error.message


def test_no_misconception_is_named_where_the_answer_is_right():
    assert verdict(torch.ones(2), torch.ones(2), {ROW: torch.ones(2)}) is None


def test_nan_may_be_the_evidence_of_a_misconception_in_another_value():
    assert verdict(torch.tensor([math.nan]), torch.ones(1), {ROW: torch.zeros(1)}).misconception is None


def test_a_message_of_hostile_data_stays_short():
    long = "x" * 10_000
    for seen, expected in ((long, "a"), ({long: 1}, {}), ({long + str(i): 1 for i in range(50)}, {}), ([long], ["a"])):
        assert len(verdict(seen, expected).message) < 2000


def test_assert_that_names_its_misconception():
    assert_that(True, "no")
    with pytest.raises(CheckFailed) as caught:
        assert_that(0, "Nothing was seen.", NOTHING)
    assert caught.value.misconception == "nothing" and caught.value.message == "Nothing was seen. Nothing was returned."
    assert caught.value.outcome == "failed"


# ---- probes --------------------------------------------------------------------------------------------------------

NUMBERS = [1.5, 2.5]
WEIGHTS = torch.ones(2)
PLAIN_FUNCTION = len


def plain_helper(x):
    return x + 1


class Helper:
    pass


@probe
def add_numbers(student, x, *, bias=1.0, more=(2.0, 3.0)):
    return x + sum(NUMBERS) + bias + sum(more)


@probe(timeout=7)
def nested(student, x):
    def inner(y):
        return add_numbers(student, y) + math.floor(0.5)

    return [inner(x) for _ in range(2)]


@probe
def uses_modules(student, x):
    return nn.functional.relu(x) + WEIGHTS + np.float64(0.0)


@probe
def defines_a_class(student, x):
    class StandIn(nn.Module):
        scale = 2

        def forward(self, x):
            return x * self.scale

    return StandIn()(x)


@probe
def calls_a_plain_function(student):
    return plain_helper(1)


@probe
def makes_a_class(student):
    return Helper()


@probe
def uses_what_is_not_there(student):
    return no_such_name  # noqa: F821


@probe
def calls_itself(student, n):
    return 0 if n == 0 else 1 + calls_itself(student, n - 1)


def run(probe, *arguments):
    """A probe as the worker runs it: from its bytes."""
    return _link(wire.decode(wire.encode(probe.code)))(Submission({}), *arguments)


def test_a_probe_runs_from_its_bytes():
    assert run(add_numbers, 1.0) == 11.0
    assert run(nested, 0.0) == [10.0, 10.0]
    assert run(uses_modules, torch.tensor([-1.0, 1.0])).tolist() == [1.0, 2.0]
    assert run(defines_a_class, torch.ones(2)).tolist() == [2.0, 2.0]
    assert run(calls_itself, 3) == 3


def test_the_time_limit_is_the_probes_own():
    assert nested.timeout == 7 and add_numbers.timeout == 3.0


@pytest.mark.parametrize(
    "bad, says",
    [
        (calls_a_plain_function, "uses plain_helper, a function"),
        (makes_a_class, "uses Helper, a type"),
        (uses_what_is_not_there, "uses no_such_name, which is not defined"),
    ],
)
def test_a_probe_that_uses_what_may_not_travel_is_refused_with_a_sentence(bad, says):
    with pytest.raises(GraderError, match=says) as caught:
        bad.code  # noqa: B018
    assert bad.name in str(caught.value) and "\n" not in str(caught.value)


def test_a_probe_with_a_closure_is_refused_with_a_sentence():
    expected = 3

    @probe
    def leaks(student):
        return expected

    with pytest.raises(GraderError, match=r"module level.*expected"):
        leaks.code  # noqa: B018


def test_a_probe_under_another_name_is_refused_with_a_sentence():
    module = types.ModuleType("module")
    exec("def outer(student):\n    return alias(student)\n", vars(module))
    module.alias = add_numbers
    with pytest.raises(GraderError, match="add_numbers under another name, alias"):
        probe(module.outer).code  # noqa: B018


def test_default_values_have_to_be_plain_data():
    def with_default(student, layer=nn.Linear(1, 1)):
        return layer

    with pytest.raises((GraderError, wire.WireError)):
        wire.encode(probe(with_default).code)


def test_nothing_of_the_grader_is_in_the_code_that_travels():
    data = wire.encode(nested.code)
    assert __file__.encode() not in data and b"test_grading" not in data
    assert not any(folder.encode() in data for folder in sys.path if len(folder) > 3)
    assert b"row-mean" not in data and json.dumps(NUMBERS).encode() not in data
    assert set(nested.code["functions"]) == {"nested", "add_numbers"} and nested.code["modules"] == {"math": "math"}
