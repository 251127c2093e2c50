"""What nbgrader's commands log, and how much of it is shown."""

import logging


class less_said:
    """nbgrader tells of each file that it copies, twenty lines for a student; warnings stay, and --debug brings back the rest.

    Attributes:
        reason: the last line of what nbgrader called an error.
    """

    def __init__(self, log):
        self._log = log
        self.reason = "it gave no reason"

    def filter(self, record):
        if record.levelno >= logging.ERROR and "Traceback" in record.getMessage():
            self.reason = record.getMessage().strip().splitlines()[-1]
            return False  # the last line is what a person can use
        if record.levelno >= logging.ERROR and record.getMessage().startswith(("There was an error processing", "Please see the")):
            return False
        return record.levelno != logging.INFO or any(0 < handler.level <= logging.DEBUG for handler in self._log.handlers)

    def __enter__(self):
        self._log.addFilter(self)
        return self

    def __exit__(self, *_):
        self._log.removeFilter(self)
