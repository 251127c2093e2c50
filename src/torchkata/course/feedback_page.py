"""`nbgrader generate_feedback` in a course of the kit: a page for each student, made anew where what it shows has changed.

The page is one HTML file that needs no network and runs no script. It is made from the result that autograde kept in the
notebook, from the gradebook, and from the files that were graded, by the template feedback/page.html.j2; a course has its own
where templates/feedback.html.j2 lies in its folder.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import GenerateFeedback
from pygments.formatters import HtmlFormatter
from traitlets import Unicode

import torchkata
from torchkata.assignment import Assignment, Exercise, open_kit
from torchkata.authoring.build import NOTES
from torchkata.course.folders import LiteralFolders
from torchkata.course.logs import less_said
from torchkata.course.student_code import StudentCode, student_code
from torchkata.feedback import NOT_STARTED, blocked, clean, messages
from torchkata.files import write_text
from torchkata.result import NOT_WRITTEN, ExerciseResult, SubmissionResult

RESULT = "torchkata_result"  # in an autograded notebook's metadata: what the judge found
FINGERPRINT = ".shows"  # beside a page: what it shows, as a hash; release_feedback copies pages only
OWN_TEMPLATE = "templates/feedback.html.j2"  # in the course's folder
LIGHT, DARK = HtmlFormatter(style="xcode"), HtmlFormatter(style="github-dark")


@dataclass
class ExercisePart:
    """What the page says of one exercise.

    Attributes:
        score: with what a person entered; None where there is none.
        automatic: where a person entered another score, the one before.
        state: in a word or two.
        look_at: the first message, for the table.
        said: messages, each once, with the titles of the checks that say it.
        blocked: (title, message) of what could not be judged.
        comment: what a person wrote on this exercise.
    """

    name: str
    score: float | None
    max_score: float
    automatic: float | None
    extra: float
    state: str
    look_at: str
    criteria: list
    said: list
    blocked: list
    code: StudentCode | None
    comment: str


def kept_result(metadata: dict) -> SubmissionResult | None:
    """What the judge found, by the metadata of an autograded notebook; None where an earlier version of the kit graded it."""
    kept = metadata.get(RESULT)
    return SubmissionResult.from_json(kept) if kept else None


class KitGenerateFeedback(LiteralFolders, GenerateFeedback):
    """nbgrader's GenerateFeedback with pages of the kit's, which by itself passes over every page that is there."""

    kit = Unicode(help="The folder of the kit.").tag(config=True)

    def convert_notebooks(self):
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as self._gradebook:
            super().convert_notebooks()

    def init_assignment(self, assignment_id, student_id):
        with less_said(self.log):
            super().init_assignment(assignment_id, student_id)

    def write_single_notebook(self, output, resources):
        with less_said(self.log):
            super().write_single_notebook(output, resources)
        student = resources["nbgrader"]["student"]
        self.log.info("%s: %s", student, self._page(self.coursedir.assignment_id, student))

    def init_destination(self, assignment_id, student_id):
        if not self.force and self._is_current(assignment_id, student_id):
            self.log.info("Skipping existing assignment: %s", self._format_dest(assignment_id, student_id))
            return False
        force, self.force = self.force, True
        try:
            return super().init_destination(assignment_id, student_id)
        finally:
            self.force = force

    def set_permissions(self, assignment_id, student_id):
        page = self._page(assignment_id, student_id)
        if page.exists():
            write_text(page.with_name(FINGERPRINT), self._fingerprint(assignment_id, student_id))
        with less_said(self.log):
            super().set_permissions(assignment_id, student_id)

    def convert_single_notebook(self, notebook_filename):
        resources = self.init_single_notebook_resources(notebook_filename)
        where = resources["nbgrader"]
        resources["output_extension"] = ".html"
        self.write_single_notebook(self._html(Path(notebook_filename), where["assignment"], where["student"]), resources)

    def _html(self, notebook: Path, name: str, student: str) -> str:
        result = kept_result(json.loads(notebook.read_bytes())["metadata"])
        submission = self._gradebook.find_submission(name, student)
        return feedback_html(self._assignment, result, submission, notebook.parent, self._template)

    @cached_property
    def _assignment(self):
        kit = open_kit(Path(self.kit), ", and the course's configuration names it")
        return kit.assignment(self.coursedir.assignment_id)

    @cached_property
    def _template(self):
        return page_template(Path(self.coursedir.root))

    def current_pages(self, assignment_id: str, students: list[str]) -> dict[str, Path]:
        """The pages that are there and show what is in the gradebook now, by student."""
        self.coursedir.assignment_id = assignment_id
        graded = [s for s in students if Path(self._format_source(assignment_id, s), f"{assignment_id}.ipynb").is_file()]
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as self._gradebook:
            return {s: self._page(assignment_id, s) for s in graded if self._is_current(assignment_id, s)}

    def _page(self, assignment_id, student_id):
        return Path(self._format_dest(assignment_id, student_id)) / f"{assignment_id}.html"

    def _is_current(self, assignment_id, student_id):
        page = self._page(assignment_id, student_id)
        fingerprint = page.with_name(FINGERPRINT)
        shown = fingerprint.read_text() if page.exists() and fingerprint.exists() else None
        return shown == self._fingerprint(assignment_id, student_id)

    def _fingerprint(self, assignment_id, student_id):
        """A hash of all that the page shows: the autograded notebook, what the gradebook has, and the template."""
        folder = Path(self._format_source(assignment_id, student_id))
        template = Path(self._template.filename)
        files = [folder / f"{assignment_id}.ipynb", *sorted(folder.glob("*.py")), template]
        parts = [torchkata.__version__, *(hashlib.sha256(path.read_bytes()).hexdigest() for path in files)]
        try:
            submission = self._gradebook.find_submission(assignment_id, student_id)
        except MissingEntry:
            return ""
        parts += [str(submission.timestamp), str(submission.late_submission_penalty)]
        for each in submission.notebooks:
            parts += sorted(f"{g.name} {g.auto_score} {g.manual_score} {g.extra_credit} {g.max_score}" for g in each.grades)
            parts += sorted(f"{c.name} {c.auto_comment} {c.manual_comment}" for c in each.comments)
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def page_template(course: Path):
    """The course's own template of the page, or the kit's."""
    own = course / OWN_TEMPLATE
    path = own if own.is_file() else Path(__file__).parent / "templates" / "feedback" / "page.html.j2"
    environment = Environment(loader=FileSystemLoader(path.parent), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters["points"] = "{:.4g}".format
    environment.filters["breakable"] = lambda name: Markup("_<wbr>").join(name.split("_"))  # a long name on a narrow screen
    return environment.get_template(path.name)


def feedback_html(assignment: Assignment, result: SubmissionResult | None, submission, folder: Path, template) -> str:
    """The page of one student.

    Args:
        result: what the judge found; None where an earlier version of the kit graded it.
        submission: nbgrader's SubmittedAssignment, with scores, comments and penalty as they are in the gradebook.
        folder: with the files that were graded.
        template: which gets all that is said; whatever comes from a submission is escaped there.
    """
    grades = {grade.name: grade for notebook in submission.notebooks for grade in notebook.grades}
    comments = {comment.name: comment for notebook in submission.notebooks for comment in notebook.comments}
    judged = {exercise.name: exercise for exercise in result.exercises} if result else {}
    parts = [
        _part(exercise, judged.get(exercise.name), grades.get(exercise.name), comments.get(exercise.name), folder)
        for exercise in assignment.exercises
    ]
    notes = comments.get(NOTES)
    graded = not any(grade.auto_score is None and grade.manual_score is None for grade in grades.values())
    automatic = notes.auto_comment if notes and notes.auto_comment else "It has not been graded yet."
    return template.render(
        assignment=assignment,
        student=clean(submission.student.id),
        why_not_graded=None if graded else clean(automatic),
        score=submission.score - (submission.late_submission_penalty or 0.0),
        max_score=submission.max_score,
        late_penalty=submission.late_submission_penalty or 0.0,
        extra=sum(part.extra for part in parts),
        handed_in=submission.timestamp,
        sha256=result.sha256 if result else None,
        files=[name for name in assignment.files if (folder / name).is_file()],
        comment=clean_long(notes.manual_comment) if notes and notes.manual_comment else "",
        parts=parts,
        outdated=result is None,
        light=LIGHT.get_style_defs(".code"),
        dark=DARK.get_style_defs(".code"),
    )


def clean_long(text: str) -> str:
    """What a person wrote: of any length, and inert."""
    return "\n".join(clean(line) for line in text.splitlines())


def _part(exercise: Exercise, judged: ExerciseResult | None, grade, comment, folder) -> ExercisePart:
    said = messages(judged) if judged else []
    automatic, manual = (grade.auto_score, grade.manual_score) if grade else (None, None)
    score = automatic if manual is None else manual
    return ExercisePart(
        name=exercise.name,
        score=score,
        max_score=float(exercise.points),
        automatic=automatic if manual is not None and manual != automatic else None,
        extra=(grade.extra_credit or 0.0) if grade else 0.0,
        state=_state(judged, score, exercise.points),
        look_at=said[0][0].partition("\n")[0] if said else "",
        criteria=judged.criteria if judged else [],
        said=said,
        blocked=blocked(judged) if judged else [],
        code=student_code(exercise, folder, judged, cssclass="code"),
        comment=clean_long(comment.manual_comment) if comment and comment.manual_comment else "",
    )


def _state(judged, score, points):
    if score is None:
        return "not graded"
    if judged and all(check.message.startswith(NOT_WRITTEN) for check in judged.checks if not check.required):
        return NOT_STARTED
    if score >= points:
        return "all right"
    return "right in part" if score > 0 else "not right yet"
