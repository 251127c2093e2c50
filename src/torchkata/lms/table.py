"""A file of comma-separated values in which single cells change and every other byte stays as it was.

Programs write CSV in their own ways (encoding, separator, quotes, ends of lines), and platforms read back what they wrote. So a
file is not parsed and written anew: a cell's place in the text is kept, and only what changes is replaced. Quotes: RFC 4180.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from torchkata.assignment import UsageError
from torchkata.feedback import clean

MAX_BYTES = 2**26
BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
SEPARATORS = (",", ";", "\t")
FORMULA = ("=", "+", "-", "@")  # how a cell starts that a spreadsheet would compute


@dataclass
class Row:
    """A line of the table: the cells' values, and where each stands in the text, quotes and all."""

    values: list[str] = field(default_factory=list)
    places: list[tuple[int, int]] = field(default_factory=list)


class Table:
    """The table in `content`; `rows` are as they were read."""

    def __init__(self, content: bytes):
        """Raises UnicodeDecodeError: it is no text in a known encoding."""
        self._bom, self._encoding, self._text = _decoded(content)
        self.separator = _separator(self._text)
        self.rows = list(_rows(self._text, self.separator))
        self._changes = {}

    def set(self, row: Row, column: int, value: str):
        """Change one cell; in quotes where it was. A row that ends before the column gets the cells up to there."""
        quote = '"' if any(c in value for c in f'{self.separator}"\r\n') else ""
        if column < len(row.places):
            start, end = row.places[column]
            quote = '"' if self._text[start : start + 1] == '"' else quote
            before = ""
        else:
            start = end = row.places[-1][1]
            before = self.separator * (column - len(row.places) + 1)
        self._changes[start, end] = before + quote + (value.replace('"', '""') if quote else value) + quote

    def content(self) -> bytes:
        """The file, with what was changed."""
        parts, at = [], 0
        for (start, end), text in sorted(self._changes.items()):
            parts += [self._text[at:start], text]
            at = end
        parts.append(self._text[at:])
        return self._bom + "".join(parts).encode(self._encoding)


def read_table(path: Path) -> Table:
    """The table in a file.

    Raises:
        UsageError: it cannot be read, or is no text.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UsageError(f"{path} has more than {MAX_BYTES // 2**20} MB; name the CSV file itself")
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}; name a CSV file") from None
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise UsageError(f"{path} is an Excel workbook; save it as CSV UTF-8, and name that file")
    try:
        return Table(content)
    except UnicodeDecodeError:
        raise UsageError(f"{path} is no text in a known encoding; save it as CSV UTF-8, and name that file") from None


def _decoded(content):
    for bom, encoding in BOMS:
        if content.startswith(bom):
            return bom, encoding, content[len(bom) :].decode(encoding)
    for encoding in ("utf-8", "gb18030" if _looks_chinese(content) else "cp1252", "latin-1"):
        try:
            return b"", encoding, content.decode(encoding)
        except UnicodeDecodeError as error:
            last = error
    raise last


def _looks_chinese(content):
    """Whether bytes above ASCII come in pairs, as Chinese is in GB18030; accents in cp1252 mostly stand alone."""
    runs = re.findall(rb"[\x80-\xff]+", content)
    return sum(len(run) > 1 for run in runs) > len(runs) / 2


def _separator(text):
    first = re.sub(r'"[^"]*"', "", text.lstrip("\r\n").split("\n", 1)[0])
    return max(SEPARATORS, key=first.count)


def _rows(text, separator):
    """Raises nothing: what is no proper CSV is read as it comes."""
    cell = re.compile(rf'(?:"(?:[^"]|"")*"|)[^{separator}\r\n]*')
    row, at = Row(), 0
    while True:
        match = cell.match(text, at)
        raw, at = match[0], match.end()
        row.values.append(raw[1:-1].replace('""', '"') if len(raw) > 1 and raw[0] == raw[-1] == '"' else raw)
        row.places.append(match.span())
        if text.startswith(separator, at):
            at += 1
            continue
        yield row
        row = Row()
        while text[at : at + 1] in ("\r", "\n") and at < len(text):  # blank lines are no rows
            at += 1
        if at >= len(text):
            return


def number(text: str) -> float | None:
    """A cell's number, with a point or a comma; None where it has none."""
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return value if abs(value) < float("inf") else None


def neutral(text: str) -> str:
    """A cell's text that no spreadsheet computes, with nothing unseen in it: names and ids come from students."""
    text = clean(text)
    return f"'{text}" if text.lstrip().startswith(FORMULA) and text.strip() != "-" else text


def new_csv(rows: Iterable[Iterable[str]], separator=",", encoding="utf-8", quoting=csv.QUOTE_MINIMAL) -> bytes:
    """A new file. In UTF-8 it has a BOM where Excel would take it for something else."""
    file = io.StringIO()
    csv.writer(file, delimiter=separator, lineterminator="\r\n", quoting=quoting).writerows([map(neutral, row) for row in rows])
    text = file.getvalue()
    return text.encode("utf-8-sig" if encoding == "utf-8" and not text.isascii() else encoding)
