"""A result in words: for the notebook, the gradebook's comment and the terminal."""

from __future__ import annotations

import html
import itertools
import re

from torchkata.result import (
    BLOCKED,
    CRASHED,
    FAILED,
    NOT_WRITTEN,
    NOT_WRONG,
    PASSED,
    SKIPPED,
    TIMEOUT,
    ExerciseResult,
    SubmissionResult,
)

MARKS = {PASSED: "✓", SKIPPED: "–", BLOCKED: "–"}
NOT_STARTED = "not started"
MAX_MESSAGE = 600  # characters of one message
MAX_LINES = 20  # of one message
# Control characters but the newline, what turns the direction of text, and what is there and cannot be seen.
UNSEEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
)


def clean(text: str) -> str:
    """Text that may come from a submission, made inert for a terminal or a page: nothing unseen, not much, not many lines."""
    text = str(text).replace("\t", "    ").replace("\r\n", "\n")[: MAX_MESSAGE + 1]
    text = UNSEEN.sub("�", text.encode("utf-8", "replace").decode())  # lone surrogates are no UTF-8
    lines = text.split("\n")
    if len(lines) > MAX_LINES:
        text = "\n".join(lines[:MAX_LINES]) + " …"
    return text if len(text) <= MAX_MESSAGE else text[: MAX_MESSAGE - 1] + "…"


def counted(number: int, noun: str) -> str:
    """As in "1 entry", "2 entries", "3 losses", "4 days"."""
    if number == 1:
        return f"1 {noun}"
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return f"{number} {noun[:-1]}ies"
    return f"{number} {noun}{'es' if noun.endswith('s') else 's'}"


def duration(seconds: float) -> str:
    """A time in its largest unit, rounded: "2 days", "1 hour", "5 minutes"."""
    for unit, size in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if seconds >= size:
            return counted(round(seconds / size), unit)
    return "less than a minute"


def criteria(exercise: ExerciseResult) -> list[str]:
    """The rubric with what was earned, a line each."""
    return [f"{c.score:.4g} of {c.max_score:.4g}  {c.asks}" for c in exercise.criteria if c.max_score]


def blocked(exercise: ExerciseResult) -> list[tuple[str, str]]:
    """What could not be judged, each once: the check's title, and what it presupposes that has failed."""
    return list(dict.fromkeys((clean(c.title), clean(c.message)) for c in exercise.checks if c.outcome == BLOCKED))


def messages(exercise: ExerciseResult) -> list[tuple[str, list[str]]]:
    """What is wrong, each message once, with the titles of the checks that say it.

    Checks that share a title ask for one thing with several inputs: one message is enough, and best one that names the mistake.
    """
    wrong = [check for check in exercise.checks if check.outcome not in NOT_WRONG]
    by_title: dict[str, str] = {}
    for check in sorted(wrong, key=lambda c: c.misconception is None):
        by_title.setdefault(clean(check.title), clean(check.message))
    said: dict[str, list[str]] = {}
    for title in dict.fromkeys(clean(check.title) for check in wrong):
        said.setdefault(by_title[title], []).append(title)
    return list(said.items())


def exercise_text(exercise: ExerciseResult) -> str:
    """The exercise's score and what is wrong, for a terminal."""
    lines = [f"{exercise.name}: {exercise.score:g} of {exercise.max_score:g} points"]
    lines += [f"  {line}" for line in criteria(exercise)]
    for message, titles in messages(exercise):
        lines.append(f"  ✗ {' · '.join(titles)}")
        lines.append("    " + message.replace("\n", "\n    "))  # so that none of its lines looks like one of ours
    for reason, held in itertools.groupby(sorted(blocked(exercise), key=lambda each: each[1]), key=lambda each: each[1]):
        lines.append(f"  – Not judged: {reason}")
        lines += [f"      {title}" for title, _ in held]
    return "\n".join(lines)


def submission_text(result: SubmissionResult) -> str:
    """All that a student is told, for a terminal: the score, then every exercise, those that are right or not started in a line."""
    if result.error:
        return f"{clean(result.student)}: not graded. {clean(result.error)}"
    lines = [f"{clean(result.student)}: {result.score:g} of {result.max_score:g} points"]
    lines += map(clean, result.notes)
    for exercise in result.exercises:
        said = [message for message, _ in messages(exercise)]
        if exercise.score == exercise.max_score and not said:
            lines.append(f"✓ {exercise.name}: {exercise.score:g} of {exercise.max_score:g} points")
        elif said and all(message.startswith(NOT_WRITTEN) for message in said):
            lines.append(f"– {exercise.name}: {NOT_STARTED}, 0 of {exercise.max_score:g} points")
        else:
            lines += ["", exercise_text(exercise), ""]
    return "\n".join(lines).replace("\n\n\n", "\n\n").rstrip()


def exercise_html(exercise: ExerciseResult) -> str:
    """The same for the notebook and formgrader: the rubric, and the title of every check, each title and message once."""
    said = {titles[0]: message for message, titles in messages(exercise)}
    outcomes: dict[str, str] = {}
    for check in sorted(exercise.checks, key=lambda c: (c.outcome in NOT_WRONG, c.outcome == PASSED)):
        outcomes.setdefault(clean(check.title), check.outcome)
    not_judged = dict(blocked(exercise)) | {clean(c.title): clean(c.message) for c in exercise.checks if c.outcome == SKIPPED}
    items = []
    for title in dict.fromkeys(clean(check.title) for check in exercise.checks):
        outcome = outcomes[title]
        color = {PASSED: "#1b7f3b", SKIPPED: "#666", BLOCKED: "#666"}.get(outcome, "#b3261e")
        mark = f"<span style='color:{color}'>{MARKS.get(outcome, '✗')}</span>"
        message = said.get(title, "") if outcome not in NOT_WRONG else not_judged.get(title, "") if outcome != PASSED else ""
        why = f"<div style='margin:0 0 .5em 1.4em;color:#444'>{html.escape(message)}</div>" if message else ""
        items.append(f"<li style='list-style:none'>{mark} {html.escape(title)}{why}</li>")
    return (
        f"<div><b>{html.escape(exercise.name)}</b>: {exercise.score:g} of {exercise.max_score:g} points"
        f"<ul style='margin:.3em 0'>{''.join(f'<li>{html.escape(line)}</li>' for line in criteria(exercise))}</ul>"
        f"<ul style='padding-left:.5em;margin-top:.3em'>{''.join(items)}</ul></div>"
    )


def summary_text(result: SubmissionResult) -> str:
    """One paragraph: the score, what is to be said of the hand-in, and the first thing to look at where points were lost."""
    if result.error:
        return f"Not graded: {clean(result.error)}"
    lines = [f"{result.score:g} of {result.max_score:g} points."]
    lines += map(clean, result.notes)
    for exercise in result.exercises:
        if exercise.score < exercise.max_score:
            said = messages(exercise)
            lost = [f"{c.score:.4g} of {c.max_score:.4g} for: {c.asks}" for c in exercise.criteria if c.score < c.max_score]
            first = said[0][0] if said else ""
            lines.append(f"{exercise.name} ({exercise.score:g}/{exercise.max_score:g}; {'; '.join(lost)}): {first}")
    return "\n".join(lines)


def remark(result: SubmissionResult) -> str:
    """The few words of a table's row."""
    if result.error:
        return " ".join(clean(result.error).split())
    if result.not_started:
        return NOT_STARTED
    checks = [c for e in result.exercises for c in e.checks]
    wrong = [c for c in checks if c.outcome not in NOT_WRONG]
    if not wrong:
        return ""
    named = list(dict.fromkeys(c.misconception for c in wrong if c.misconception))
    if named:
        return clean(", ".join(named[:3]) + (f" and {len(named) - 3} more" if len(named) > 3 else ""))
    for outcome, words in ((TIMEOUT, "does not finish"), (CRASHED, "crashes"), (FAILED, "wrong answers")):
        if any(c.outcome == outcome for c in wrong):
            return words
    return " ".join(clean(wrong[0].message).split())
