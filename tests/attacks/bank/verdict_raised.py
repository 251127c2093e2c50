"""attack: The submission raises exceptions that look like a verdict of the judge.
class: framework
aim: points
"""

try:
    from torchkata.grading import CheckFailed
except ImportError:
    CheckFailed = RuntimeError


class Passed(CheckFailed):
    def __init__(self):
        super().__init__("passed")
        self.outcome = "passed"


Passed.__name__ = "CheckFailed"


def center(x):
    raise Passed


def next_id():
    raise Passed
