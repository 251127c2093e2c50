"""The kit's own graders are true: the same proofs as `kata validate`, --mutants and --seeds; a part of the first by default."""

import shutil
from collections import Counter

import pytest

from torchkata.assignment import Kit, find_kit
from torchkata.authoring.mutants import grade_mutants
from torchkata.authoring.seeds import find_unstable
from torchkata.authoring.validate import WHEATS_PER_EXERCISE, validate
from torchkata.authoring.variants import read_variants
from torchkata.judge import cores

KIT = find_kit()


@pytest.fixture
def part(tmp_path):
    """Makes a kit of one assignment with three wheats and one chaff an exercise."""

    def part(name):
        for folder in ("assignments", "solutions", "graders"):
            shutil.copytree(KIT.root / folder / name, tmp_path / folder / name)
        kit = Kit(tmp_path)
        seen = Counter()
        for variant in read_variants(kit, kit.assignment(name)):
            if variant.exercise:
                alike = (variant.kind, variant.exercise)
                seen[alike] += 1
                if seen[alike] > (WHEATS_PER_EXERCISE if variant.kind == "wheat" else 1):
                    (kit.graders(name) / f"{variant.kind}s" / f"{variant.name}.py").unlink()
        return kit

    return part


# One assignment in every run, the others with -m slow.
@pytest.mark.parametrize(
    "name", [n if n[:2] == "03" else pytest.param(n, marks=pytest.mark.slow) for n in KIT.names()]
)
def test_reference_full_stub_zero_wheats_full_chaffs_caught_named_and_marked(name, part):
    kit = part(name)
    validation = validate(kit, kit.assignment(name), cores(), whole=False)
    assert validation.problems == []


@pytest.mark.slow
@pytest.mark.parametrize("name", KIT.names())
def test_all_wheats_full_all_chaffs_caught_and_a_mistake_costs_points_in_no_other_exercise(name):
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
