"""What grading finds out: checks, exercises, submissions, and the JSON of `kata grade`."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

from torchkata.assignment import Exercise

SCHEMA = 2
PASSED, FAILED, ERROR, TIMEOUT, CRASHED, SKIPPED = "passed", "failed", "error", "timeout", "crashed", "skipped"
BLOCKED = "blocked"  # could not be judged, since what it presupposes has failed
NOT_WRONG = (PASSED, SKIPPED, BLOCKED)
NOT_WRITTEN = "Not written yet"  # how the message of a check begins that came upon a stub


@dataclass
class Check:
    """One graded test: its title is what it asks for, its message what was wrong.

    Attributes:
        criterion: the key of the criterion that it belongs to; None for a required check.
        keeps: where it failed by a recognised slip, the part of its criterion that the slip leaves.
    """

    name: str
    title: str
    criterion: str | None
    outcome: str
    required: bool
    message: str
    misconception: str | None
    seconds: float
    keeps: float = 0.0


@dataclass
class CriterionResult:
    """A line of the rubric with what was earned; max_score is 0 where every check was skipped, so that it does not count."""

    key: str
    asks: str
    score: float
    max_score: float


@dataclass
class ExerciseResult:
    name: str
    max_score: float
    criteria: list[CriterionResult]
    checks: list[Check]

    @property
    def score(self) -> float:
        """The sum of what the criteria earned, in points."""
        return round(sum(criterion.score for criterion in self.criteria), 4)

    @property
    def share(self) -> float:
        """Of its points, from 0 to 1; 0 where it has none."""
        return self.score / self.max_score if self.max_score else 0.0


def mark_exercise(exercise: Exercise, checks: list[Check], partial="rubric") -> ExerciseResult:
    """What checks earn by the rubric: the one place where outcomes become points.

    1. A criterion is earned when all its checks pass. 2. Where everything that fails in it is one recognised slip, it keeps the
    part that this slip leaves. 3. The exercise's points are the sum. A criterion whose checks were all skipped leaves its share
    to the others, and a required check that does not pass leaves nothing. Where the course's policy `partial` is
    "all-or-nothing", every criterion is worth nothing until all are earned.
    """
    points = float(exercise.points)
    counted = [check for check in checks if check.outcome != SKIPPED]
    broken = any(check.required and check.outcome != PASSED for check in counted)
    own = {c.key: [check for check in counted if check.criterion == c.key] for c in exercise.rubric}
    total = sum(c.share for c in exercise.rubric if own[c.key])
    earned = {key: 0.0 if broken else _earned(belonging) for key, belonging in own.items()}
    if partial == "all-or-nothing" and any(part < 1 for key, part in earned.items() if own[key]):
        earned = dict.fromkeys(earned, 0.0)
    criteria = []
    for criterion in exercise.rubric:
        worth = points * criterion.share / total if own[criterion.key] else 0.0
        criteria.append(CriterionResult(criterion.key, criterion.asks, worth * earned[criterion.key], worth))
    return ExerciseResult(exercise.name, points, criteria, checks)


def _earned(checks):
    """The part of a criterion that its checks earn, from 0 to 1."""
    wrong = [check for check in checks if check.outcome not in (PASSED, BLOCKED)]
    if not wrong:
        return 1.0 if all(check.outcome == PASSED for check in checks) else 0.0
    if len({check.misconception for check in wrong}) > 1:
        return 0.0
    return min(check.keeps for check in wrong)


@dataclass
class SubmissionResult:
    """One student's result.

    Attributes:
        error: why it could not be graded, in a sentence; then there are no exercises.
        unfit: the error lies in what was handed in, so that grading again would not help; not in the JSON.
        notes: what else a person should know of the hand-in, a sentence each; not in the JSON.
        not_started: all that was handed in is as it was handed out; not in the JSON.
    """

    student: str
    max_score: float
    sha256: str | None = None
    error: str | None = None
    exercises: list[ExerciseResult] = field(default_factory=list)
    seconds: float = 0.0
    unfit: bool = False
    notes: list[str] = field(default_factory=list)
    not_started: bool = False

    @property
    def score(self) -> float:
        return round(sum(e.score for e in self.exercises), 4)

    def exercise(self, name: str) -> ExerciseResult:
        return next(e for e in self.exercises if e.name == name)

    def to_json(self) -> dict:
        return {
            "student": self.student,
            "score": self.score,
            "max_score": self.max_score,
            "seconds": round(self.seconds, 4),
            "sha256": self.sha256,
            "error": self.error,
            "exercises": [
                {
                    "name": e.name,
                    "score": e.score,
                    "max_score": e.max_score,
                    "criteria": [asdict(c) | {"score": round(c.score, 6), "max_score": round(c.max_score, 6)} for c in e.criteria],
                    "checks": [asdict(c) for c in e.checks],
                }
                for e in self.exercises
            ],
        }

    @staticmethod
    def from_json(data: dict) -> SubmissionResult:
        exercises = [
            ExerciseResult(
                e["name"],
                e["max_score"],
                [CriterionResult(**criterion) for criterion in e["criteria"]],
                [Check(**check) for check in e["checks"]],
            )
            for e in data["exercises"]
        ]
        return SubmissionResult(data["student"], data["max_score"], data["sha256"], data["error"], exercises, data["seconds"])
