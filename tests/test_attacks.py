"""The bank of attacks gains nothing against the judge, and shows that a plain grader is weak.

`python tests/test_attacks.py` tries every attack on both graders and writes the table of docs/security.md.
"""

import ctypes
import os
import re
import sys
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from attack_trial import AIMS, CLASSES, Ground, JudgeTrial, NaiveTrial, bank

from torchkata.sandbox.host import SandboxError, open_sandbox

DOCUMENT = Path(__file__).parents[1] / "docs" / "security.md"
PR_SET_CHILD_SUBREAPER = 36
BANK = bank()
AS_USER = (  # tried as another user in every run, one of each kind of wall; the others with -m slow
    "hidden_tests_read", "gradebook_written", "other_submission_read", "judge_traced", "network_reached", "daemon_left",
    "file_left_in_shared_memory", "rights_changed",
)  # fmt: skip
# Each ends at a limit of time or memory that other tests have in every run.
PATIENT = ("requests_swallowed_by_a_child", "memory_taken_by_children", "loop_at_import")
NOT_HELD_AS_USER = {  # what an attack reaches, and docs/security.md says so
    "root_regained": {"read"},  # it takes for an escape that the graders' folder is seen to be there; nothing in it can be read
}


@pytest.fixture(scope="module")
def ground():
    with prepared_ground() as ground:
        yield ground


class prepared_ground:
    """A ground for trials, in a folder that user ids other than ours can reach too."""

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="attacks-", ignore_cleanup_errors=True)
        folder = Path(self.folder.name).resolve()
        folder.chmod(0o755)
        self.back = os.getcwd()
        os.chdir(folder)  # the paths of sockets have to be short
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)  # what attacks leave behind becomes ours
        self.ground = Ground(folder)
        self.patch = pytest.MonkeyPatch()
        for name, value in self.ground.environment().items():
            self.patch.setenv(name, value)
        return self.ground

    def __exit__(self, *_):
        self.patch.undo()
        self.ground.close()
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)
        os.chdir(self.back)
        self.folder.cleanup()


def trial_in(ground, kind):
    try:
        open_sandbox(kind).close()
    except SandboxError as error:
        pytest.skip(f"{kind} does not work here: {error}")
    trial = JudgeTrial(ground, kind)
    yield trial
    trial.close()


@pytest.fixture(scope="module")
def trial(ground):
    yield from trial_in(ground, "bubblewrap")


@pytest.fixture(scope="module")
def trial_as_user(ground):
    yield from trial_in(ground, "user")


def slow(attack):
    return pytest.param(attack, marks=pytest.mark.slow)


def named(attack):
    return attack.name


def gains_nothing(trial, attack, but=frozenset()):
    reached = trial.attempt(attack)
    said = "; ".join(AIMS[aim] for aim in sorted(reached)) or "nothing"
    assert reached == but, f"{attack.name} ({attack.says('attack')}) reached {said}"


@pytest.mark.parametrize("attack", [slow(attack) if attack.name in PATIENT else attack for attack in BANK], ids=named)
def test_an_attack_gains_nothing(trial, attack):
    gains_nothing(trial, attack)


@pytest.mark.parametrize("attack", [attack if attack.name in AS_USER else slow(attack) for attack in BANK], ids=named)
def test_an_attack_as_another_user_gains_what_is_documented(trial_as_user, attack):
    gains_nothing(trial_as_user, attack, NOT_HELD_AS_USER.get(attack.name, frozenset()))


def test_every_attack_says_what_it_is():
    for attack in BANK:
        assert attack.says("attack").endswith(".") and attack.says("class") in CLASSES and attack.says("aim") in AIMS, attack.name
        assert attack.says("file") in ("", "nets.py") and attack.says("given") in ("", "channel"), attack.name
    assert len({attack.says("attack") for attack in BANK}) == len(BANK)


def test_the_wrong_solution_scores_some_points_and_an_attack_that_works_is_seen(trial):
    """The trial itself is true: what an attack would achieve does not go unnoticed."""
    assert 0 < trial.honest_score < 100
    with trial.ground.watched() as reached:
        (trial.ground.canary / "gradebook.db").write_text("mallory 100")
    assert reached == {"canary"}
    with trial.ground.watched() as reached:
        Path("/tmp", trial.ground.mark).write_text("left")
    assert reached == {"canary"}
    with trial.ground.watched() as reached:
        import socket

        socket.create_connection(("127.0.0.1", trial.ground.port)).close()
        if os.fork() == 0:
            os.execvp("sleep", ["sleep", "30"])
    assert reached == {"network", "survive"}


# ---- docs/security.md ----------------------------------------------------------------------------------------------


HEAD = (
    "| attack class | submissions | beaten in-process | beaten as another user | beaten under bubblewrap |\n"
    "|---|---:|---:|---:|---:|\n"
)


def table(naive: Counter, user: Counter, bubblewrap: Counter) -> str:
    """The table of docs/security.md: by class, how many attacks reach anything against the plain grader and in each sandbox."""
    many = Counter(attack.says("class") for attack in BANK)
    counts = many, naive, user, bubblewrap
    rows = [[kind, *(count[kind] for count in counts)] for kind in CLASSES] + [["**all**", *(count.total() for count in counts)]]
    return HEAD + "".join(f"| {' | '.join(map(str, row))} |\n" for row in rows)


def beaten(trial) -> Counter:
    """The number of attacks that reach anything, by class."""
    found = Counter()
    for attack in BANK:
        reached = trial.attempt(attack)
        found[attack.says("class")] += bool(reached)
        print(f"{type(trial).__name__}: {attack.name}: {', '.join(sorted(reached)) or 'nothing'}", flush=True)
    trial.close()
    return found


def documented() -> str:
    return re.search(re.escape(HEAD) + r"(?:\|.*\n)*", DOCUMENT.read_text(encoding="utf-8"))[0]


def test_the_table_counts_the_bank_and_what_is_not_held_is_named():
    cells = [[cell.strip(" *") for cell in row.strip("|").split("|")] for row in documented().splitlines()[2:]]
    many = Counter(attack.says("class") for attack in BANK)
    assert {row[0]: int(row[1]) for row in cells} == many | {"all": len(BANK)}, "run python tests/test_attacks.py"
    assert {row[4] for row in cells} == {"0"}
    not_held = Counter(attack.says("class") for attack in BANK if attack.name in NOT_HELD_AS_USER)
    assert {row[0]: int(row[3]) for row in cells} == {kind: not_held[kind] for kind in CLASSES} | {"all": not_held.total()}
    assert all(f"`{name}`" in DOCUMENT.read_text(encoding="utf-8") for name in NOT_HELD_AS_USER)


@pytest.mark.slow
def test_the_plain_grader_is_beaten_as_often_as_the_table_says(ground):
    not_held = Counter(attack.says("class") for attack in BANK if attack.name in NOT_HELD_AS_USER)
    assert documented() == table(beaten(NaiveTrial(ground)), not_held, Counter())


def main():
    with prepared_ground() as ground:
        new = table(beaten(NaiveTrial(ground)), beaten(JudgeTrial(ground, "user")), beaten(JudgeTrial(ground, "bubblewrap")))
    DOCUMENT.write_text(DOCUMENT.read_text(encoding="utf-8").replace(documented(), new), encoding="utf-8")
    print(new)


if __name__ == "__main__":
    sys.exit(main())
