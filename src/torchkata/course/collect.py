"""`kata collect`: what a platform lets its teachers download, into a course's submitted/.

First a plan is made, which writes nothing and can be shown; then what it says is done, a student at a time.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from torchkata.assignment import Assignment, UsageError
from torchkata.course.folders import TimestampError, kept_aside, read_timestamp
from torchkata.course.open import course_folder
from torchkata.course.platform_ids import read_platform_ids, write_platform_ids
from torchkata.feedback import clean
from torchkata.layout import LeftOut, Source, find_submissions, printable
from torchkata.lms.handin import OF_A_PERSON, HandIn, is_later
from torchkata.lms.roster import BY_ID, Match, Person, find_group, find_person, unfit_id
from torchkata.submission import Submission, read_submission

NEW, UNCHANGED, NEWER, OLDER = "new", "unchanged", "newer attempt taken", "older, not taken"
AMBIGUOUS, NOT_UNDERSTOOD = "ambiguous", "not understood"
STATES = (NEW, NEWER, UNCHANGED, OLDER, AMBIGUOUS, NOT_UNDERSTOOD)
WRITTEN = (NEW, NEWER)
BY_GROUP, BY_HAND, AS_NAMED = "group", "choice", "what it is called"  # how a student was found, but by find_person
TIMESTAMP = "%Y-%m-%d %H:%M:%S UTC"

Choose = Callable[[str, list[str]], str | None]  # a question and what may be chosen -> the choice, or None where nobody answers


@dataclass
class Item:
    """One student's hand-in in the downloads, and what becomes of it.

    Attributes:
        what: what it is called there.
        student: whose it is in the course; None where that is not known.
        by: how the student was found.
        state: one of STATES.
        why: a sentence where a person has to look.
        time: when it was handed in, in UTC; None where nobody says.
        notes: what else is to be said, a sentence each.
    """

    what: str
    student: str | None
    by: str
    state: str = NEW
    why: str = ""
    time: datetime | None = None
    notes: list[str] = field(default_factory=list)
    source: Source | None = None


@dataclass
class Plan:
    """What `kata collect` is about to do.

    Attributes:
        items: every hand-in, by student.
        left_out: what is no hand-in, and why.
        missing: people of the roster who have nothing in the downloads.
    """

    items: list[Item] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    missing: list[Person] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        counted = Counter(item.state for item in self.items)
        return {state: counted[state] for state in STATES if counted[state]}

    @property
    def found_by(self) -> dict[str, int]:
        """How many students were found by what."""
        return dict(Counter(item.by for item in self.items if item.student is not None))

    @property
    def writes(self) -> bool:
        return any(item.state in WRITTEN for item in self.items)

    @property
    def complete(self) -> bool:
        """Whether nothing is left for a person to decide."""
        open_ends = any(item.state in (AMBIGUOUS, NOT_UNDERSTOOD) for item in self.items)
        return not open_ends and not any(item.may_be_work for item in self.left_out)


def nobody(_question: str, _choices: list[str]) -> None:
    """Where nobody can be asked."""


class Collector:
    """Hand-ins of one assignment for the course in `folder`."""

    def __init__(
        self,
        folder: Path,
        assignment: Assignment,
        people: Iterable[Person] = (),
        choose: Choose = nobody,
        overwrite: bool = False,
        submitted: str = "submitted",
    ):
        """
        Args:
            people: the roster; without one a student is called as the platform or the folder calls them.
            choose: asks who somebody is.
            overwrite: take what differs from what is there, although nothing says that it is newer.
            submitted: the course's folder of what was handed in, by its configuration.

        Raises:
            UsageError: there is no course, or its file of platform ids cannot be read.
        """
        self._course, self._assignment = course_folder(folder), assignment
        self._submitted = self._course / submitted
        self._people, self._choose, self._overwrite = list(people), choose, overwrite
        self._ids = read_platform_ids(self._course)

    def plan(self, downloads: Iterable[Path]) -> Plan:
        """What becomes of each hand-in; nothing is written.

        Raises:
            UsageError: a download is not there, or is none.
        """
        found = find_submissions(self._assignment, downloads)
        plan = Plan([item for source in found.sources for item in self._items(source)], found.left_out)
        claims = defaultdict(list)
        for item in plan.items:
            if item.student is not None:
                claims[item.student].append(item)
        for student, items in claims.items():
            if len(items) > 1:
                self._refuse_several(student, items)
            else:
                self._compare(items[0])
        plan.items.sort(key=lambda item: (STATES.index(item.state), item.student or "", item.what))
        plan.missing = [person for person in self._people if person.id not in claims]
        return plan

    def apply(self, plan: Plan):
        """Write what the plan says: each student's folder whole or not at all, and the ids of all that was written.

        Raises:
            UsageError: something cannot be written.
        """
        ids = self._ids.setdefault(self._assignment.name, {})
        try:
            for item in plan.items:
                if item.state in WRITTEN:
                    self._write(item)
                if item.state in (*WRITTEN, UNCHANGED) and item.source.handin is not None:
                    ids[item.student] = item.source.handin
        except OSError as error:
            raise UsageError(
                f"{item.student}'s files cannot be written into {self._submitted}: {error.strerror}; what was written "
                "before is whole, and the same command goes on from there"
            ) from None
        finally:
            if ids:
                write_platform_ids(self._course, self._ids)

    # ---- whose it is -----------------------------------------------------------------------------------------------

    def _items(self, source):
        """One for each student whose hand-in it is."""
        members = find_group(self._people, source.handin)
        if not members:
            return [self._named(source)]
        return [self._of_member(source, person, len(members)) for person in members]

    def _of_member(self, source, person, count):
        """A group's hand-in is each member's; the platform's number is only that of the one whom it belongs to."""
        handin = source.handin
        if person.lms_user_id != handin.ids.get("user") and not {person.id, person.email} & {
            handin.ids.get("id"),
            handin.ids.get("email"),
        }:
            handin = replace(handin, ids={kind: value for kind, value in handin.ids.items() if kind == "file"})
        source = replace(source, handin=handin)
        item = Item(printable(source.place.name), person.id, BY_GROUP, time=handin.time, source=source)
        item.notes.append(f"It is the hand-in of a group of {count}.")
        return item

    def _named(self, source):
        handin = source.handin
        item = Item(printable(source.place.name), None, "", time=handin.time if handin else None, source=source)
        if handin and (others := handin.ids.get("others")):
            item.notes.append(f"It is a group's: {clean(others)} get nothing by it; give their --roster.")
        match = find_person(self._people, source.student, handin)
        known = self._known(handin)
        if match.person is not None and match.by == BY_ID:
            self._take(item, match.person, BY_ID, handin)
        elif known is not None:
            item.student, item.by = known, BY_ID
        elif self._people:
            self._ask_roster(item, match, handin)
        else:
            item.student, item.by = source.student, AS_NAMED
        if item.student is not None and (why := unfit_id(item.student)):
            item.student, item.state, item.why = None, NOT_UNDERSTOOD, f"{item.student!r} {why}; rename it."
        return item

    def _known(self, handin):
        """The student who had the same id before: with a choice of a person's, that holds for the next time."""
        for name, students in self._ids.items() if handin else ():
            for student, before in students.items():
                kinds = (*OF_A_PERSON, "pair", "participant") if name == self._assignment.name else OF_A_PERSON
                same = any(handin.ids.get(kind) and handin.ids.get(kind) == before.ids.get(kind) for kind in kinds)
                if handin.platform == before.platform and same:
                    return student if not self._people or any(p.id == student for p in self._people) else None
        return None

    def _take(self, item, person, by, handin):
        item.student, item.by = person.id, by
        if handin and handin.name and by == BY_ID and not person.is_called(handin.name):
            item.notes.append(f"It is called {clean(handin.name)}, and by its id is {person}: a group's, or another spelling?")

    def _ask_roster(self, item, match, handin):
        person, by = match.person, match.by
        if person is None and match.candidates:
            person, by = self._chosen(item, match), BY_HAND
        if person is not None:
            self._take(item, person, by, handin)
        elif match.candidates:
            names = ", ".join(map(str, match.candidates))
            item.state, item.why = AMBIGUOUS, f"It may be of {names}; write the platform's id into the roster (lms_user_id)."
        elif handin and not handin.name and not handin.ids.keys() & set(OF_A_PERSON):
            item.state, item.why = NOT_UNDERSTOOD, "The marking is anonymous; show the names on the platform and download again."
        else:
            item.state, item.why = (
                NOT_UNDERSTOOD,
                "Nobody in the class is called so; add them to the --roster, or rename it to an id of it.",
            )

    def _chosen(self, item, match: Match):
        names = {str(person): person for person in match.candidates}
        return names.get(self._choose(f"Whose is {clean(item.what)}?", list(names)) or "")

    def _refuse_several(self, student, items):
        """The platform calls them several people, so nothing says which is this student's: all are ambiguous."""
        for item in items:
            others = ", ".join(clean(other.what) for other in items if other is not item)
            item.state, item.why = AMBIGUOUS, f"It may be of {student}, as {others}; name one of them, or mend the roster."

    # ---- beside what is there --------------------------------------------------------------------------------------

    def _compare(self, item):
        """What becomes of a hand-in, beside what the course has of this student."""
        submission = item.source.read()
        item.notes += submission.notes
        if submission.error:
            item.state, item.why = NOT_UNDERSTOOD, submission.error
            return
        item.notes += submission.problems.values()
        item.time = item.time or self._time_of(item)
        if item.time is None and item.source.handin and item.source.handin.late:
            item.notes.append("The platform calls it late and does not say when it came; write the time into its timestamp.txt.")
        folder = self._folder(item.student)
        if folder.is_symlink() or folder.parent.is_symlink():
            item.state, item.why = AMBIGUOUS, f"{folder} is a symbolic link; put the folder itself there."
            return
        there = read_submission(self._assignment, folder, item.student) if folder.is_dir() else None
        if there is None or _is_empty(folder):
            item.state = NEW
        elif _same(there, submission):
            item.state = UNCHANGED
        else:
            self._compare_times(item, folder)

    def _compare_times(self, item, folder):
        before = self._ids.get(self._assignment.name, {}).get(item.student)
        later = _later(item.source.handin, before)
        if later is None and item.time is not None:
            time = _time_there(folder)
            later = None if time is None or time == item.time else item.time > time
        if later or (later is None and self._overwrite):
            item.state = NEWER
            item.notes.append(f"It takes the place of what is in {folder}.")
        elif later is False:
            item.state, item.why = OLDER, f"What is in {folder} was handed in later, and stays."
        else:
            item.state = AMBIGUOUS
            item.why = f"It differs from what is in {folder}, and nothing says which is newer; --replace takes it all the same."

    def _time_of(self, item):
        """When a hand-in came that nbgrader's exchange or another collector brought, which leave a timestamp.txt."""
        place = item.source.place
        try:
            return read_timestamp(place) if place.is_dir() else None
        except TimestampError as error:
            item.notes.append(f"{error}.")
            return None

    def _folder(self, student):
        return self._submitted / student / self._assignment.name

    def _write(self, item):
        submission = item.source.read()
        folder = self._folder(item.student)
        files = submission.helpers | submission.files
        if submission.notebook is not None:
            files[f"{self._assignment.name}.ipynb"] = submission.notebook
        if item.time is not None:
            files["timestamp.txt"] = (item.time.strftime(TIMESTAMP) + "\n").encode()
        folder.parent.mkdir(parents=True, exist_ok=True)
        with kept_aside(folder):
            part = folder.with_name(f".{folder.name}.part")
            shutil.rmtree(part, ignore_errors=True)  # of a run that was cut off
            part.mkdir()
            for name, content in files.items():
                (part / name).write_bytes(content)
            os.replace(part, folder)


def _later(one: HandIn | None, other: HandIn | None) -> bool | None:
    return is_later(one, other) if one and other else None


def _time_there(folder):
    try:
        return read_timestamp(folder)
    except TimestampError:
        return None


def _is_empty(folder):
    return not any(not path.name.startswith(".") and path.name != "timestamp.txt" for path in folder.iterdir())


def _same(there: Submission, new: Submission) -> bool:
    return there.sha256 == new.sha256 and (new.notebook is None or there.notebook == new.notebook)
