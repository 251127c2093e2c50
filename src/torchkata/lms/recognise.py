"""Whose each name of a download is: every platform is asked."""

from __future__ import annotations

from torchkata.lms import blackboard, brightspace, canvas, clones, gradescope, moodle
from torchkata.lms.handin import HandIn, Listing, Read

PLATFORMS = {
    "canvas": canvas, "moodle": moodle, "gradescope": gradescope, "brightspace": brightspace, "blackboard": blackboard,
}  # fmt: skip
# The first that knows a name has it; Canvas's names say least of themselves, so it is asked last.
ASKED = (moodle, blackboard, brightspace, gradescope, canvas, clones)


def recognise(listing: Listing, read: Read, assignment: str) -> dict[str, HandIn]:
    """What a platform's name says, for those names that a platform made.

    Args:
        listing: the names in a folder of the download, and whether each is a folder.
        read: the contents of one of them.
        assignment: what the assignment is called.

    Raises:
        UsageError: a platform's list of whose is whose cannot be read.
    """
    found = {}
    for platform in ASKED:
        rest = {name: is_folder for name, is_folder in listing.items() if name not in found}
        found |= platform.recognise(rest, read, assignment)
    return found
