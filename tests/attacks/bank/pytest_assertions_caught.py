"""attack: The machinery that calls a test swallows what the test raises.
class: framework
aim: points
"""

from _pytest import runner

make = runner.CallInfo.from_call.__func__


def quiet(cls, func, when, reraise=None):
    call = make(cls, func, when, None)
    call.excinfo = None
    return call


runner.CallInfo.from_call = classmethod(quiet)
