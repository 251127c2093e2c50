"""`nbgrader generate_feedback` in a course of the kit: a page is made anew where what it shows has changed."""

from __future__ import annotations

import hashlib
import html
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import GenerateFeedback

import torchkata
from torchkata.authoring.build import NOTES
from torchkata.course.folders import LiteralFolders
from torchkata.files import write_text

FINGERPRINT = ".shows"  # beside a page: what it shows, as a hash; release_feedback copies pages only
NOT_GRADED = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{name}: not graded</title>
</head>
<body style="font-family: sans-serif; max-width: 40em; margin: 2em auto; padding: 0 1em">
<h1>{name}: not graded</h1>
<p style="white-space: pre-wrap">{why}</p>
</body>
</html>
"""


class KitGenerateFeedback(LiteralFolders, GenerateFeedback):
    """nbgrader's GenerateFeedback, which by itself passes over every page that is there."""

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
        super().set_permissions(assignment_id, student_id)

    def convert_single_notebook(self, notebook_filename):
        resources = self.init_single_notebook_resources(notebook_filename)
        why = self._why_not_graded(resources["nbgrader"])
        if why is None:
            super().convert_single_notebook(notebook_filename)
        else:
            name = html.escape(resources["nbgrader"]["assignment"])
            resources["output_extension"] = ".html"
            self.write_single_notebook(NOT_GRADED.format(name=name, why=html.escape(why)), resources)

    def _why_not_graded(self, where):
        """What the page says of a submission that could not be graded; None for one that has a score."""
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            notebook = gradebook.find_submission_notebook(where["notebook"], where["assignment"], where["student"])
            if not any(grade.auto_score is None and grade.manual_score is None for grade in notebook.grades):
                return None
            said = next((comment.comment for comment in notebook.comments if comment.name == NOTES and comment.comment), None)
            return said or "It has not been graded yet."

    def _page(self, assignment_id, student_id):
        return Path(self._format_dest(assignment_id, student_id)) / f"{assignment_id}.html"

    def _is_current(self, assignment_id, student_id):
        page = self._page(assignment_id, student_id)
        fingerprint = page.with_name(FINGERPRINT)
        shown = fingerprint.read_text() if page.exists() and fingerprint.exists() else None
        return shown == self._fingerprint(assignment_id, student_id)

    def _fingerprint(self, assignment_id, student_id):
        """A hash of all that the page shows: the autograded notebook, and what the gradebook has."""
        notebook = Path(self._format_source(assignment_id, student_id)) / f"{assignment_id}.ipynb"
        parts = [torchkata.__version__, hashlib.sha256(notebook.read_bytes()).hexdigest()]
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            try:
                submission = gradebook.find_submission(assignment_id, student_id)
            except MissingEntry:
                return ""
            parts += [str(submission.timestamp), str(submission.late_submission_penalty)]
            for each in submission.notebooks:
                parts += sorted(f"{g.name} {g.auto_score} {g.manual_score} {g.extra_credit} {g.max_score}" for g in each.grades)
                parts += sorted(f"{c.name} {c.auto_comment} {c.manual_comment}" for c in each.comments)
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()
