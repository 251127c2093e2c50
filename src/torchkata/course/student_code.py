"""What a student wrote for an exercise, with line numbers and colours: for the feedback page and for formgrader."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from torchkata.assignment import Exercise
from torchkata.feedback import clean
from torchkata.result import NOT_WRONG, ExerciseResult

MAX_LINES = 150  # of one exercise's code
LINE = re.compile(r"\((?P<file>[\w.]+), line (?P<line>\d+)")


@dataclass
class StudentCode:
    """Lines of a student's file, as safe HTML; `marked` are those that a message names."""

    file: str
    html: str
    marked: list[int]
    cut: bool


def student_code(exercise: Exercise, folder: Path, judged: ExerciseResult | None, cssclass: str) -> StudentCode | None:
    """The student's own definitions of an exercise, or the beginning of a file that Python cannot read; None if there is no file.

    Args:
        folder: with the files that were graded.
        judged: whose messages name lines, which are marked.
        cssclass: of the div around each piece.
    """
    wrong = [check.message for check in judged.checks if check.outcome not in NOT_WRONG] if judged else []
    try:
        text = (folder / exercise.file).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    lines = re.split(r"\r\n|\r|\n", text)  # as Python counts them; splitlines() knows more ends of lines
    try:
        found = definitions(exercise, text)
        spans = sorted((min([n.lineno, *(d.lineno for d in n.decorator_list)]), n.end_lineno) for n in found)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        spans = [(1, len(lines))]
    named = {int(m["line"]) for m in LINE.finditer(" ".join(wrong)) if m["file"] == exercise.file}
    html, marked, cut = [], [], False
    for first, last in spans:
        cut = cut or last - first >= MAX_LINES
        last = min(last, first + MAX_LINES - 1)
        here = [line for line in sorted(named) if first <= line <= last]
        marked += here
        formatter = HtmlFormatter(
            linenos="inline", linenostart=first, hl_lines=[line - first + 1 for line in here], cssclass=cssclass, wrapcode=True
        )
        shown = "\n".join(_clean_line(line) for line in lines[first - 1 : last])
        html.append(highlight(shown, PythonLexer(stripnl=False), formatter))
    return StudentCode(exercise.file, "".join(html), marked, cut) if html else None


def definitions(exercise: Exercise, text: str) -> list[ast.stmt]:
    """The exercise's own definitions in a file.

    Raises:
        SyntaxError, ValueError, RecursionError, MemoryError: as `ast.parse` does.
    """
    nodes = {node.name: node for node in ast.parse(text).body if hasattr(node, "name")}  # the last of a name counts
    return [nodes[name] for name in exercise.defines if name in nodes]


def _clean_line(line: str) -> str:
    """A line of code, inert and not endless; tabs stay as wide as they are."""
    return clean(line.expandtabs(4)[:300])
