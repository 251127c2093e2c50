"""Git repositories, a clone for each student: folders ASSIGNMENT-USER, as programs that clone a class name them."""

from __future__ import annotations

import re

from torchkata.lms.handin import HandIn, Listing, Read

NOT_A_USER = re.compile(r"(main|master|submissions?|solutions?|starter|template|copy|\d+)( .*)?", re.IGNORECASE)


def recognise(listing: Listing, _read: Read, assignment: str) -> dict[str, HandIn]:
    """Whose each folder is whose name is the assignment's, however it is hyphenated, and behind a hyphen the user's."""
    found = {}
    plain = re.compile(re.escape(assignment).replace("_", "[-_ ]").replace(r"\-", "[-_ ]") + r"-(?P<user>.+)", re.IGNORECASE)
    for name, is_folder in listing.items():
        match = plain.fullmatch(name)
        if is_folder and match and not NOT_A_USER.fullmatch(match["user"].strip()):
            found[name] = HandIn("git", match["user"], "", {"id": match["user"]})
    return found
