"""The report as one HTML file, and as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime, timezone
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from torchkata.assignment import Kit
from torchkata.course.feedback_page import DARK, LIGHT
from torchkata.feedback import counted, duration
from torchkata.files import write_text
from torchkata.report.figures import histogram_figure, trend_figure
from torchkata.report.findings import Findings, find
from torchkata.report.reading import course_name, read_class
from torchkata.report.statistics import FEW, TOO_FEW

SCHEMA = 1
NAMES_SHOWN = 12  # in a row; more can be unfolded
SENTENCES_SHOWN = 8  # of the mistakes in an exercise; the JSON has all


def make_report(
    kit: Kit, course: Path, names: list[str], page: Path, json_file: Path | None = None, anonymous: bool = False
) -> Findings:
    """Write the report on the class of a course, whole or not at all, and return what it says.

    Args:
        names: the assignments; all for which something was handed in where there are none.
        anonymous: without any student's name, id, e-mail address or own words.

    Raises:
        UsageError: there is nothing to report on, as `read_class` says.
        GradebookError
    """
    made = datetime.now(timezone.utc).strftime("%Y-%m-%d, %H:%M UTC")
    findings = find(kit, read_class(kit, course, names, anonymous), course_name(course), made, anonymous)
    text = report_html(findings)
    if json_file is not None:
        write_text(json_file, json.dumps({"schema": SCHEMA, **asdict(findings)}, indent=1, ensure_ascii=False) + "\n")
    write_text(page, text)
    return findings


def report_html(findings: Findings) -> str:
    """The page. Whatever comes from a submission or a person is escaped in its template."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {
        "points": lambda number: f"{number:.2f}".rstrip("0").rstrip("."),
        "share": lambda share: "–" if share is None else f"{share:.0%}",
        "correlation": lambda value: "–" if value is None else f"{value:.2f}".replace("-", "−"),
        "breakable": lambda name: Markup("_<wbr>").join(name.split("_")),
        "counted": counted,
        "duration": duration,
        "code": _code,
    }
    return environment.get_template("page.html.j2").render(
        report=findings,
        trend=Markup(trend_figure([(each.name, each.mean_share) for each in findings.trend])) if len(findings.trend) > 1 else "",
        histograms={
            each.name: Markup(histogram_figure(each.histogram, each.name))
            for each in findings.assignments
            if len(each.scores) >= FEW
        },
        FEW=FEW,
        TOO_FEW=TOO_FEW,
        NAMES_SHOWN=NAMES_SHOWN,
        SENTENCES_SHOWN=SENTENCES_SHOWN,
        light=LIGHT.get_style_defs(".code"),
        dark=DARK.get_style_defs(".code"),
    )


def _code(text: str) -> Markup:
    return Markup(highlight(text, PythonLexer(stripnl=False), HtmlFormatter(cssclass="code")))
