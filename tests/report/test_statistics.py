"""The statistics of the report, against plain computations and as properties."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from torchkata.report.statistics import (
    BANDS,
    TOO_FEW,
    behind,
    discrimination,
    facility,
    histogram,
    item_rest_correlation,
    summary,
)

shares = st.lists(st.floats(0, 1), max_size=40)
points = st.floats(0, 40).map(lambda x: round(x, 2))  # as a gradebook has them
pairs = st.lists(st.tuples(points, points), min_size=2, max_size=40)


def columns(pairs):
    """Of (item, rest): item and total."""
    return [item for item, _ in pairs], [item + rest for item, rest in pairs]


@given(shares)
def test_facility_is_a_share(values):
    assert facility(values) is None if not values else min(values) - 1e-12 <= facility(values) <= max(values) + 1e-12


@given(pairs)
def test_the_correlation_is_numpys(pairs):
    item, total = columns(pairs)
    rest = np.subtract(total, item)
    found = item_rest_correlation(item, total)
    if np.ptp(item) < 1e-6 or np.ptp(rest) < 1e-6:
        assert found is None
    else:
        assert found == pytest.approx(np.corrcoef(item, rest)[0, 1], abs=1e-6)
        assert -1 <= found <= 1


@given(pairs, st.floats(0.5, 20), st.permutations(range(40)))
def test_the_correlation_does_not_depend_on_units_or_order(pairs, unit, order):
    item, total = columns(pairs)
    found = item_rest_correlation(item, total)
    order = [i for i in order if i < len(item)]
    other = item_rest_correlation([unit * item[i] for i in order], [unit * total[i] for i in order])
    assert (found is None) == (other is None)
    assert found is None or other == pytest.approx(found, abs=1e-6)


def test_the_item_is_taken_out_of_the_total():
    """Two items that have nothing to do with each other: with the item in it, the total would correlate with it."""
    item, other = [0, 0, 1, 1], [0, 1, 0, 1]
    total = [a + b for a, b in zip(item, other)]
    assert np.corrcoef(item, total)[0, 1] > 0.7
    assert item_rest_correlation(item, total) == pytest.approx(0)


def test_a_small_class_has_no_discrimination():
    item, total = list(range(TOO_FEW)), [2 * x for x in range(TOO_FEW)]
    assert discrimination(item, total) == pytest.approx(1)
    assert discrimination(item[1:], total[1:]) is None


@given(st.lists(st.floats(-1, 2), max_size=60))
def test_a_histogram_loses_nobody(values):
    counts = histogram(values)
    assert len(counts) == BANDS and sum(counts) == len(values)


def test_a_score_at_the_edge_of_a_band_is_in_the_upper_one():
    assert histogram([points / 100 for points in range(0, 101, 10)]) == [1] * 9 + [2]


@given(st.lists(points, min_size=2, max_size=40))
def test_the_summary_is_numpys(scores):
    found = summary(scores)
    expected = {"mean": np.mean(scores), "median": np.median(scores), "sd": np.std(scores, ddof=1)}
    expected |= {"min": min(scores), "max": max(scores)}
    assert found == pytest.approx(expected, abs=1e-9)


def test_nobody_has_no_summary():
    assert set(summary([]).values()) == {None}
    assert summary([3.0])["sd"] is None


def test_an_assignment_that_is_hard_for_all_puts_nobody_behind():
    mean = {"a": 0.8, "b": 0.8, "c": 0.4}
    assert behind({"a": 0.9, "b": 0.9, "c": 0.5}, mean, "c") == pytest.approx(0)
    assert behind({"a": 0.9, "b": 0.9, "c": 0.0}, mean, "c") == pytest.approx(0.5)
    assert behind({"a": 0.9, "b": 0.9}, mean, "c") is None
    assert behind({"c": 0.0}, mean, "c") is None


@given(st.dictionaries(st.sampled_from("abcdef"), st.floats(0, 1), min_size=2))
def test_who_is_behind_in_one_is_ahead_in_another(own):
    found = [behind(own, dict.fromkeys(own, 0.5), name) for name in own]
    assert math.fsum(found) == pytest.approx(0, abs=1e-9)
