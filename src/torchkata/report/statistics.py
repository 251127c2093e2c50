"""Item statistics: plain functions of numbers.

The formulas are those of Moodle's quiz report, which also work with partial credit (moodle/moodle:
question/classes/statistics/questions/calculator.php and mod/quiz/report/statistics/classes/calculator.php).
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence

FEW = 30  # hand-ins: texts ask for 100 to 200 and call about 30 of some use (Downing & Yudkowsky); with fewer it is a guess
TOO_FEW = 10  # with fewer it says nothing, and is not shown
BANDS = 10  # of the histogram, each a tenth of the points


def facility(shares: Sequence[float]) -> float | None:
    """The mean share of the points, 0 to 1: high where an exercise is easy. None without a share."""
    return math.fsum(shares) / len(shares) if shares else None


def item_rest_correlation(item: Sequence[float], total: Sequence[float]) -> float | None:
    """The corrected item-rest correlation, -1 to 1: do those who do well on everything else do well on this item?

    With R = total - item it is cov(item, R) / sqrt(var(item) var(R)), Moodle's "discrimination index". The item is taken out of
    the total because otherwise it would correlate with itself.

    Returns:
        None with fewer than two students, or where all have the same in one of the two: it is not defined there.
    """
    rest = [whole - part for whole, part in zip(total, item, strict=True)]
    if len(item) < 2:
        return None
    x, y = _deviations(item), _deviations(rest)
    if x is None or y is None:
        return None
    product = math.fsum(a * b for a, b in zip(x, y))
    return max(-1.0, min(1.0, product / math.sqrt(math.fsum(a * a for a in x) * math.fsum(b * b for b in y))))


def _deviations(values):
    """From the mean, in units of the largest; None where they are all rounding."""
    mean = math.fsum(values) / len(values)
    deviations = [value - mean for value in values]
    largest = max(map(abs, deviations))
    return [d / largest for d in deviations] if largest > 1e-9 * max(1.0, abs(mean)) else None


def discrimination(item: Sequence[float], total: Sequence[float]) -> float | None:
    """The item-rest correlation, or None where the class is too small for one."""
    return item_rest_correlation(item, total) if len(item) >= TOO_FEW else None


def histogram(shares: Sequence[float]) -> list[int]:
    """How many shares lie in each tenth from 0 to 1. What is below or above (extra credit) counts in the first or the last."""
    counts = [0] * BANDS
    for share in shares:
        # The tiny summand: 0.7 of the points is in the band from 0.7, whatever 70 / 100 is in binary.
        counts[max(0, min(BANDS - 1, math.floor(share * BANDS + 1e-9)))] += 1
    return counts


def summary(scores: Sequence[float]) -> dict[str, float | None]:
    """Mean, median, standard deviation (n - 1), least and greatest; None where there is none."""
    if not scores:
        return dict.fromkeys(("mean", "median", "sd", "min", "max"))
    return {
        "mean": math.fsum(scores) / len(scores),
        "median": statistics.median(scores),
        "sd": statistics.stdev(scores) if len(scores) > 1 else None,
        "min": min(scores),
        "max": max(scores),
    }


def behind(own: dict[str, float], class_mean: dict[str, float], name: str) -> float | None:
    """By how much a student's share in one assignment, against the class's mean, lies below the student's others.

    The class's mean is taken off first, so that an assignment that is hard for everybody puts nobody on the list.

    Returns:
        Above 0 where it lies below; None where the student has no score here, or in no other assignment.
    """
    standing = {assignment: share - class_mean[assignment] for assignment, share in own.items()}
    others = [value for assignment, value in standing.items() if assignment != name]
    if name not in standing or not others:
        return None
    return math.fsum(others) / len(others) - standing[name]
