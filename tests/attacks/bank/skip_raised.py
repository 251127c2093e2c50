"""attack: The submission skips the test that it would fail.
class: framework
aim: points
"""

import unittest


def center(x):
    import pytest

    raise pytest.skip.Exception("not today", allow_module_level=True)


def next_id():
    raise unittest.SkipTest("not today")
