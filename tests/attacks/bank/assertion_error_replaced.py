"""attack: AssertionError and pytest.fail are replaced by something harmless.
class: framework
aim: points
"""

import builtins

import pytest


class Harmless(Exception):
    def __new__(cls, *args):
        raise pytest.skip.Exception("nothing to see")


builtins.AssertionError = Harmless
pytest.fail = lambda *args, **kwargs: None
