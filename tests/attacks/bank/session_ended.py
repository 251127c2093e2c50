"""attack: pytest.exit ends the session for everybody.
class: framework
aim: next
"""

def center(x):
    import pytest

    pytest.exit("no more tests", returncode=0)
