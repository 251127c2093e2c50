"""The kit's own graders are true: the same proofs as `kata validate`, --mutants and --seeds; the quickest by default."""

import pytest

from torchkata.assignment import find_kit
from torchkata.cli import cores
from torchkata.mutants import find_unstable, grade_mutants
from torchkata.validate import validate

KIT = find_kit()


@pytest.mark.parametrize("name", KIT.names())
def test_reference_full_stub_zero_wheats_full_chaffs_caught_and_named(name):
    validation = validate(KIT, KIT.assignment(name), cores(), whole=False)
    assert validation.problems == []


@pytest.mark.slow
@pytest.mark.parametrize("name", KIT.names())
def test_a_mistake_costs_points_in_no_other_exercise(name):
    validation = validate(KIT, KIT.assignment(name), cores())
    assert validation.problems == []


@pytest.mark.slow
@pytest.mark.parametrize("name", KIT.names())
def test_every_mutant_is_killed_or_listed_as_equivalent(name):
    report = grade_mutants(KIT, KIT.assignment(name), cores(), "auto", None, lambda total, result: None)
    assert report.problems == []
    assert len(report.equivalent) < 0.05 * report.total


@pytest.mark.slow
@pytest.mark.parametrize("name", KIT.names())
def test_no_outcome_depends_on_the_seed(name):
    assert find_unstable(KIT, KIT.assignment(name), 50, cores(), "auto", None, lambda total, result: None) == []
