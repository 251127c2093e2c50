"""What a platform's name for a file or a folder says of a hand-in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime, timezone

Listing = dict[str, bool]  # the names in one folder of a download, and whether each is a folder
OF_A_PERSON = ("user", "username", "id", "email")  # kinds of ids that are a person's in every assignment alike
Read = Callable[[str], bytes]  # the contents of a file of that folder


@dataclass(frozen=True)
class HandIn:
    """One file or folder of a download, by its name.

    Attributes:
        platform: which platform wrote the name.
        student: a name that tells students apart where there is no roster; the same for all that one student handed in.
        name: the person or the group, as the platform writes it; "" where the marking is anonymous.
        ids: what the platform calls the student and the files, by kind: user, username, id, email, participant, file, submission.
        original: the file's name as the student called it; "" for a folder.
        attempt: its number, where the platform counts.
        time: when it was handed in, in UTC and without a zone.
        late: whether the platform calls it late; None where it does not say.
    """

    platform: str
    student: str
    name: str = ""
    ids: dict[str, str] = field(default_factory=dict, hash=False)
    original: str = ""
    attempt: int | None = None
    time: datetime | None = None
    late: bool | None = None

    @property
    def number(self) -> int | None:
        """Canvas's number of the file; None elsewhere."""
        number = self.ids.get("file", "")
        return int(number) if number.isascii() and number.isdigit() else None

    def to_json(self) -> dict:
        """For the file of platform ids; what is not known is left out."""
        known = {key: value for key, value in asdict(self).items() if value not in (None, "", {})}
        return known | ({"time": self.time.isoformat(sep=" ")} if self.time else {})

    @staticmethod
    def from_json(data: dict) -> HandIn:
        """Raises TypeError, ValueError: it is none of ours."""
        time = datetime.fromisoformat(data["time"]) if data.get("time") else None
        return HandIn(**(data | {"time": time}))


def is_later(one: HandIn, other: HandIn) -> bool | None:
    """Whether the first was handed in after the second; None where the names do not say.

    Canvas gives each file a number that grows, so that of a newer attempt is higher.
    """
    if one.platform != other.platform:
        return None
    for mine, yours in ((one.time, other.time), (one.attempt, other.attempt), (one.number, other.number)):
        if mine is not None and yours is not None and mine != yours:
            return mine > yours
    return None


def by_pattern(pattern: re.Pattern, make: Callable[[re.Match, bool], HandIn | None], listing: Listing) -> dict[str, HandIn]:
    """Whose each name is that the whole pattern matches, by `make`, which may say no."""
    found = {}
    for name, is_folder in listing.items():
        match = pattern.fullmatch(name)
        handin = make(match, is_folder) if match else None
        if handin is not None:
            found[name] = handin
    return found


def of_here(time: datetime) -> datetime:
    """A time without a zone, as platforms put it into names, taken for a time of this machine; in UTC and without a zone."""
    return time.astimezone(timezone.utc).replace(tzinfo=None)


def squashed(text: str) -> str:
    """A name without blanks, marks and capitals, to compare: platforms drop and change them."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def spellings(first: str, last: str) -> set[str]:
    """How platforms may write a person's name: either part first."""
    return {squashed(f"{first}{last}"), squashed(f"{last}{first}")} - {""}
