"""Text on consoles that do not have every character, as many on Windows: marks become ASCII, and nothing stops with an error."""

from __future__ import annotations

import codecs

IN_ASCII = {"✓": "+", "✗": "x", "·": "-", "–": "-", "—": "-", "…": "...", "→": "->", "▶": ">"}
HANDLER = "torchkata.ascii"


def _replace(error):
    if not isinstance(error, UnicodeEncodeError):
        raise error
    missing = error.object[error.start : error.end]
    return "".join(IN_ASCII.get(character, "?") for character in missing), error.end


codecs.register_error(HANDLER, _replace)


def forgive(stream):
    """Let a text stream write what its encoding has not, in ASCII; a stream that is something else is left alone."""
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors=HANDLER)
