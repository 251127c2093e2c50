"""The mistakes of a class: who made the same one, the sentence that they read, and one answer as an example."""

from __future__ import annotations

import ast
import functools
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from torchkata.assignment import Exercise
from torchkata.course.student_code import definitions
from torchkata.feedback import clean
from torchkata.result import FAILED, NOT_WRITTEN, NOT_WRONG, Check, ExerciseResult

NUMBER = re.compile(r"[-+]?\d[\d.]*(?:e[-+]?\d+)?")
EXAMPLE_LINES = 40
EXAMPLE_WIDTH = 160


@dataclass
class Mistake:
    """What several students, or one, did wrong in an exercise.

    Attributes:
        misconception: its id, where the graders recognise it.
        asked: the title of the check, or of one of them; "" where the code ended in an error, whatever was asked.
        sentence: what the students read; where it differs by its numbers, what one of them read.
        students: who, in order.
        example: the code of one of them without comments and docstrings; "" where there is none that can be shown.
    """

    misconception: str | None
    asked: str
    sentence: str
    students: list[str]
    example: str


def not_started(judged: ExerciseResult) -> bool:
    """Whether the exercise is as it was handed out."""
    counted = [check for check in judged.checks if not check.required]
    return bool(counted) and all(check.message.startswith(NOT_WRITTEN) for check in counted)


def mistakes(
    exercise: Exercise, answers: Iterable[tuple[str, ExerciseResult, Path]], redact: Callable[[str], str]
) -> list[Mistake]:
    """The mistakes in one exercise, most frequent first.

    A recognised mistake is one mistake whatever it did. Else students who failed the same check made the same mistake, and so
    did those whose code ended in the same error. A student counts once in each.

    Args:
        answers: student, result and the folder with the files, of those who started.
        redact: takes names out of an example.
    """
    groups: dict[tuple, dict[str, Check]] = defaultdict(dict)
    folders = {}
    for student, judged, folder in answers:
        folders[student] = folder
        wrong = [check for check in judged.checks if check.outcome not in NOT_WRONG]
        named = {check.title for check in wrong if check.misconception}
        for check in wrong:
            if check.misconception or check.title not in named:
                groups[_key(check)].setdefault(student, check)
    code = functools.cache(lambda student: _code(exercise, folders[student]))  # who made several mistakes is read once
    found = [_mistake(group, code, redact) for group in groups.values()]
    return sorted(found, key=lambda mistake: (-len(mistake.students), mistake.misconception is None, mistake.sentence))


def _key(check):
    if check.misconception:
        return ("recognised", check.misconception)
    if check.outcome == FAILED:
        return ("check", check.title)
    return (check.outcome, NUMBER.sub("0", check.message.partition("\n")[0]))


def _mistake(group: dict[str, Check], code, redact):
    (sentence, _), *_ = Counter(check.message for check in group.values()).most_common(1)
    readers = [student for student, check in group.items() if check.message == sentence]
    first = group[readers[0]]
    shortest = min(map(code, readers[:5]), key=lambda lines: (not lines, sum(map(len, lines))))
    example = "\n".join(clean(redact(line[:EXAMPLE_WIDTH])) for line in shortest)
    asked = clean(first.title) if first.misconception or first.outcome == FAILED else ""
    return Mistake(first.misconception, asked, clean(sentence), list(group), example)


def _code(exercise, folder: Path) -> list[str]:
    """The lines of the exercise's definitions as Python would write them, without comments; none where it cannot read them."""
    try:
        found = definitions(exercise, (folder / exercise.file).read_text(encoding="utf-8", errors="replace"))
        for node in (inner for definition in found for inner in ast.walk(definition)):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and ast.get_docstring(node) is not None:
                node.body = node.body[1:] or [ast.Pass()]
        lines = "\n\n".join(map(ast.unparse, found)).split("\n")
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    return [*lines[:EXAMPLE_LINES], "# the rest is not shown"] if len(lines) > EXAMPLE_LINES else lines
