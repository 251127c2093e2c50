"""The command kata: a file of commands for students, for instructors and for authors."""

import sys

from torchkata.assignment import UsageError
from torchkata.cli.options import INTERRUPTED, NOT_GRADED, WRONG_USAGE, app
from torchkata.encoding import forgive
from torchkata.interpreter import build_address_grammars_late, forget_working_folder
from torchkata.judge import JudgeError

# isort: off
from torchkata.cli import students, instructors, authors  # noqa: F401 (they register their commands, in this order)
# isort: on


def main():
    """Run the command; a mistake of the user's is one sentence and exit status 2."""
    forget_working_folder()
    build_address_grammars_late()
    for stream in sys.stdout, sys.stderr:
        forgive(stream)
    try:
        app()
    except UsageError as error:
        sys.exit(_say(error, WRONG_USAGE))
    except JudgeError as error:
        sys.exit(_say(error, NOT_GRADED))
    except SystemExit as end:
        if end.code == INTERRUPTED:  # which is how typer passes Ctrl-C on
            _say("stopped; what is graded is kept, and the same command goes on from there", INTERRUPTED)
        raise


def _say(error, status):
    print(f"kata: {error}", file=sys.stderr)
    return status
