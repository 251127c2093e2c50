"""What grading finds out: checks, exercises, submissions, and the JSON of `kata grade`."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

SCHEMA = 1
PASSED, FAILED, ERROR, TIMEOUT, CRASHED, SKIPPED = "passed", "failed", "error", "timeout", "crashed", "skipped"


@dataclass
class Check:
    """One graded test: its title is what it asks for, its message what was wrong."""

    name: str
    title: str
    outcome: str
    weight: float
    required: bool
    message: str
    misconception: str | None
    seconds: float


@dataclass
class ExerciseResult:
    name: str
    max_score: float
    checks: list[Check]

    @property
    def score(self) -> float:
        """The points times the passed share of the weight; 0 where a required check did not pass, or none counted."""
        counted = [c for c in self.checks if c.outcome != SKIPPED]
        if any(c.required and c.outcome != PASSED for c in counted):
            return 0.0
        earning = [c for c in counted if not c.required]
        total = sum(c.weight for c in earning)
        passed = sum(c.weight for c in earning if c.outcome == PASSED)
        return round(self.max_score * passed / total, 4) if total else 0.0


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
                {"name": e.name, "score": e.score, "max_score": e.max_score, "checks": [asdict(c) for c in e.checks]}
                for e in self.exercises
            ],
        }

    @staticmethod
    def from_json(data: dict) -> SubmissionResult:
        exercises = [
            ExerciseResult(e["name"], e["max_score"], [Check(**check) for check in e["checks"]]) for e in data["exercises"]
        ]
        return SubmissionResult(data["student"], data["max_score"], data["sha256"], data["error"], exercises, data["seconds"])
