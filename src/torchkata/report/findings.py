"""What the report says, as plain data: the page and the JSON are made of it and of nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from torchkata.assignment import Assignment, Exercise, Kit
from torchkata.authoring.build import NOTES
from torchkata.feedback import clean, counted
from torchkata.report import statistics
from torchkata.report.identical import fingerprints, identical_answers
from torchkata.report.mistakes import Mistake, mistakes, not_started
from torchkata.report.reading import ClassData, HandIn
from torchkata.result import ExerciseResult

FAR_BEHIND = 0.25  # of the points, below the student's own other assignments
MANY_NOT_STARTED = 0.5  # of the exercises
LINES_WRITTEN = 60  # of what a person wrote


@dataclass
class CriterionFindings:
    """A line of the rubric: `facility` and `discrimination` as in `statistics`, of the judge's scores."""

    key: str
    asks: str
    points: float
    facility: float | None
    discrimination: float | None


@dataclass
class ExerciseFindings:
    """One exercise. `facility` and `discrimination` are of the gradebook's scores, which a person may have changed.

    Attributes:
        right: students with all points.
        identical: the sizes of the groups of students with the same answer.
    """

    name: str
    points: float
    minutes: int
    facility: float | None
    discrimination: float | None
    right: int
    not_started: int
    criteria: list[CriterionFindings]
    mistakes: list[Mistake]
    identical: list[int]


@dataclass
class Scored:
    """A student's score as the gradebook has it: `raw` less `penalty`, and not below 0, is `score`; None where it is not graded."""

    student: str
    score: float | None
    raw: float
    penalty: float
    max_score: float
    seconds_late: float


@dataclass
class Said:
    """What was found or written of one student."""

    student: str
    text: str


@dataclass
class Override:
    """What a person did to one exercise's score; `manual` is None where it stayed, `automatic` where there was none."""

    student: str
    exercise: str
    automatic: float | None
    manual: float | None
    extra: float
    comment: str


@dataclass
class AssignmentFindings:
    """One assignment.

    Attributes:
        handed_in: how many did; not_graded are among them.
        histogram: how many have a score in each tenth of the points.
        without_details: how many have scores and no judge's result, since an earlier version of the kit graded them.
    """

    name: str
    title: str
    due: str | None
    max_score: float
    handed_in: int
    not_handed_in: list[str]
    not_graded: list[Said]
    late: list[Scored]
    scores: list[Scored]
    summary: dict[str, float | None]
    mean_share: float | None
    histogram: list[int]
    exercises: list[ExerciseFindings]
    needs_help: list[Said]
    notes: list[Said]
    overrides: list[Override]
    without_details: int

    def shared_mistakes(self) -> list[tuple[Mistake, list[str]]]:
        """What the same students did in several exercises, as a file that cannot be imported, and in which."""
        places = defaultdict(list)
        for exercise in self.exercises:
            for mistake in exercise.mistakes:
                if not mistake.asked:
                    places[mistake.sentence, tuple(mistake.students)].append((mistake, exercise.name))
        return [(found[0][0], [name for _, name in found]) for found in places.values() if len(found) > 1]


@dataclass
class Trend:
    """One of the course's assignments: how many are graded, and their mean share of the points after being late."""

    name: str
    graded: int
    mean_share: float


@dataclass
class Findings:
    """All of a report."""

    course: str
    made: str
    anonymous: bool
    students: int
    assignments: list[AssignmentFindings]
    trend: list[Trend]


def find(kit: Kit, data: ClassData, course: str, made: str, anonymous: bool) -> Findings:
    """What there is to say of a class. Where it is anonymous no text is left that a person wrote, and no name in the others."""
    graded = {name: [each for each in hand_ins if each.graded] for name, hand_ins in data.hand_ins.items()}
    shares = {name: {each.student: each.score / each.max_score for each in of if each.max_score} for name, of in graded.items()}
    shares = {name: of for name, of in shares.items() if of}
    trend = [Trend(name, len(of), statistics.facility(list(of.values()))) for name, of in sorted(shares.items())]
    text = _texts(data.redact, anonymous)
    return Findings(
        course if not anonymous else data.redact(course),
        made,
        anonymous,
        len(data.students),
        [_assignment(kit, assignment, data, shares, text) for assignment in data.assignments],
        trend,
    )


@dataclass
class _Texts:
    """Three kinds of text: what the kit says may quote a student; what a person wrote; code."""

    said: Callable[[str], str]
    written: Callable[[str], str]
    code: Callable[[str], str]


def _texts(redact, anonymous):
    if anonymous:
        return _Texts(lambda text: redact(clean(text)), lambda text: "", redact)
    return _Texts(clean, lambda text: "\n".join(map(clean, text.splitlines()[:LINES_WRITTEN])), redact)


def _assignment(kit: Kit, assignment: Assignment, data: ClassData, shares, text: _Texts) -> AssignmentFindings:
    hand_ins = data.hand_ins[assignment.name]
    graded = [each for each in hand_ins if each.graded]
    everybody = [Scored(e.student, e.score if e.graded else None, e.raw, e.penalty, e.max_score, e.seconds_late) for e in hand_ins]
    scores = [scored for scored in everybody if scored.score is not None]
    own = shares.get(assignment.name, {})
    due = data.due[assignment.name]
    there = {each.student for each in hand_ins}
    return AssignmentFindings(
        name=assignment.name,
        title=assignment.title,
        due=due.strftime("%Y-%m-%d, %H:%M UTC") if due else None,
        max_score=max((each.max_score for each in graded), default=assignment.points),
        handed_in=len(hand_ins),
        not_handed_in=[student for student in data.students if student not in there],
        not_graded=[Said(e.student, text.said(e.remark.removeprefix("Not graded: "))) for e in hand_ins if not e.graded],
        late=[scored for scored in everybody if scored.seconds_late],
        scores=scores,
        summary=statistics.summary([scored.score for scored in scores]),
        mean_share=statistics.facility(list(own.values())),
        histogram=statistics.histogram(list(own.values())),
        exercises=_exercises(kit, assignment, graded, text),
        needs_help=_needs_help(assignment, graded, shares),
        notes=[Said(each.student, text.written(each.note)) for each in hand_ins if each.note],
        overrides=[override for each in hand_ins for override in _overrides(each, text)],
        without_details=sum(each.result is None for each in graded),
    )


# ---- exercises -----------------------------------------------------------------------------------------------------


def _exercises(kit: Kit, assignment: Assignment, graded: list[HandIn], text: _Texts) -> list[ExerciseFindings]:
    judged = [(each, {e.name: e for e in each.result.exercises}) for each in graded if each.result]
    judged_totals = [each.result.score for each, _ in judged]
    points = [{name: mark.share * mark.max_score for name, mark in each.marks.items() if mark.share is not None} for each in graded]
    totals = [sum(of.values()) for of in points]
    prints = _fingerprints(assignment, [each.folder for each, _ in judged])
    ours = _fingerprints(assignment, [kit.solutions(assignment.name), assignment.folder])
    found = []
    for exercise in assignment.exercises:
        name = exercise.name
        answers = [(each, of[name]) for each, of in judged if name in of]
        started = [(each.student, result, each.folder) for each, result in answers if not not_started(result)]
        shares = [each.marks[name].share for each, of in zip(graded, points) if name in of]
        items = [(of[name], total) for of, total in zip(points, totals) if name in of]
        wrong = mistakes(exercise, started, text.code)
        for mistake in wrong:
            mistake.asked, mistake.sentence = text.said(mistake.asked), text.said(mistake.sentence)
        found.append(
            ExerciseFindings(
                name=name,
                points=exercise.points,
                minutes=exercise.minutes,
                facility=statistics.facility(shares),
                discrimination=_discrimination(items),
                right=sum(share == 1 for share in shares),
                not_started=len(answers) - len(started),
                criteria=_criteria(exercise, [of.get(name) for _, of in judged], judged_totals),
                mistakes=wrong,
                identical=identical_answers((each[name] for each in prints), (each[name] for each in ours)),
            )
        )
    return found


def _criteria(exercise: Exercise, results: list[ExerciseResult | None], totals: list[float]) -> list[CriterionFindings]:
    """Of each line of the rubric; a student for whom it did not count (there was no GPU) is left out of it."""
    found = []
    for criterion in exercise.rubric:
        own = [
            (earned, total)
            for result, total in zip(results, totals)
            for earned in (result.criteria if result else ())
            if earned.key == criterion.key and earned.max_score
        ]
        shares = [earned.score / earned.max_score for earned, _ in own]
        discrimination = _discrimination([(earned.score, total) for earned, total in own])
        worth = criterion.share * exercise.points
        found.append(CriterionFindings(criterion.key, criterion.asks, worth, statistics.facility(shares), discrimination))
    return found


def _discrimination(items: list[tuple[float, float]]) -> float | None:
    """Of pairs of an item's points and all points."""
    return statistics.discrimination([item for item, _ in items], [total for _, total in items])


def _fingerprints(assignment, folders):
    """For each folder, the fingerprint of each exercise's answer; the same text is compiled once."""
    known, found = {}, []
    for folder in folders:
        each = {}
        for file in assignment.files:
            path = folder / file
            source = path.read_bytes() if path.is_file() else b""
            if (file, source) not in known:
                known[file, source] = fingerprints(source, [e for e in assignment.exercises if e.file == file])
            each |= known[file, source]
        found.append(each)
    return found


# ---- people --------------------------------------------------------------------------------------------------------


def _needs_help(assignment: Assignment, graded: list[HandIn], shares) -> list[Said]:
    means = {name: statistics.facility(list(of.values())) for name, of in shares.items()}
    found = []
    for each in graded:
        reasons = []
        empty = sum(map(not_started, each.result.exercises)) if each.result else 0
        if empty >= MANY_NOT_STARTED * len(assignment.exercises):
            reasons.append(f"{empty} of {counted(len(assignment.exercises), 'exercise')} not started")
        own = {name: of[each.student] for name, of in shares.items() if each.student in of}
        below = statistics.behind(own, means, assignment.name)
        if below is not None and below > FAR_BEHIND:
            reasons.append(f"against the class {below:.0%} of the points lower than in the other assignments")
        if reasons:
            found.append(Said(each.student, "; ".join(reasons)))
    return found


def _overrides(hand_in: HandIn, text: _Texts) -> list[Override]:
    names = [*hand_in.marks, *(name for name in hand_in.comments if name not in hand_in.marks)]
    found = []
    for name in names:
        mark, comment = hand_in.marks.get(name), hand_in.comments.get(name, "")
        changed = mark is not None and mark.manual is not None and mark.manual != mark.automatic
        extra = mark.extra if mark is not None else 0.0
        if changed or extra or comment:
            automatic, manual = (mark.automatic, mark.manual) if changed else (None, None)
            where = "the whole assignment" if name == NOTES else name
            found.append(Override(hand_in.student, where, automatic, manual, extra, text.written(comment)))
    return found
