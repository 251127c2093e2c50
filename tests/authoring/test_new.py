"""A new assignment and a new exercise are complete: they are built and validated before their author has changed a line."""

import pytest

from torchkata.assignment import UsageError, open_kit
from torchkata.authoring.build import build
from torchkata.authoring.new import new_assignment, new_exercise, what_to_do


@pytest.fixture(scope="module")
def own_kit(tmp_path_factory):
    """An instructor's own kit, in a folder of its own, with one assignment of three exercises in two files."""
    root = tmp_path_factory.mktemp("own")
    kit = new_assignment(root, "07_attention")
    assert new_exercise(kit, kit.assignment("07_attention"), "soften", None) == "first_attention"
    new_exercise(kit, kit.assignment("07_attention"), "Mask", "masks.py")
    build(kit, kit.assignment("07_attention"))
    return kit


def test_validate_takes_the_skeleton_through(own_kit, kata):
    done = kata("validate", "07_attention", "--kit", own_kit.root, "--jobs", "1")
    assert done.returncode == 0 and "9 wheats full, 3 chaffs caught" in done.stdout, done.stdout + done.stderr


def test_points_files_and_what_is_to_do(own_kit):
    assignment = open_kit(own_kit.root).assignment("07_attention")
    assert {e.name: e.points for e in assignment.exercises} == {"first_attention": 80.0, "soften": 10.0, "Mask": 10.0}
    assert assignment.files == ("attention.py", "masks.py") and assignment.points == 100
    places = what_to_do(own_kit, "07_attention")
    assert len(places) > 20 and all(place.text and "TODO" in place.path.read_text() for place in places)
    assert {place.path.suffix for place in places} == {".toml", ".md", ".py"}


@pytest.mark.parametrize(
    "name, says", [("attention", "no name for an assignment"), ("07_attention", "exists already"), ("07_../x", "no name")]
)
def test_a_name_that_cannot_be_taken_is_a_sentence(own_kit, name, says):
    with pytest.raises(UsageError, match=says):
        new_assignment(own_kit.root, name)


@pytest.mark.parametrize("name, file, says", [("soften", None, "already"), ("a b", None, "no name"), ("more", "../x.py", "--file")])
def test_an_exercise_that_cannot_be_added_is_a_sentence(own_kit, name, file, says):
    before = (own_kit.root / "assignments" / "07_attention" / "assignment.toml").read_text()
    with pytest.raises(UsageError, match=says):
        new_exercise(own_kit, own_kit.assignment("07_attention"), name, file)
    assert (own_kit.root / "assignments" / "07_attention" / "assignment.toml").read_text() == before
