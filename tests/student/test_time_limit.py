"""The time limit of a visible test, by both mechanisms: an alarm, and another thread as on Windows."""

import threading
import time

import pytest

from torchkata.student import time_limit as limits
from torchkata.student.time_limit import OutOfTime, time_limit


@pytest.fixture(params=["alarm", "thread"])
def mechanism(request, monkeypatch):
    if request.param == "thread":
        monkeypatch.setattr(limits, "_alarms", lambda: False)
    monkeypatch.setattr(limits, "AGAIN", 0.1)
    return request.param


def never():
    raise AssertionError("it was given up")


def loop():
    while True:
        pass


def test_an_endless_loop_is_ended(mechanism):
    started = time.monotonic()
    with pytest.raises(OutOfTime), time_limit(0.2, never):
        loop()
    assert 0.2 <= time.monotonic() - started < 2


def test_except_exception_does_not_catch_it_and_a_bare_except_only_for_a_moment(mechanism):
    with pytest.raises(OutOfTime), time_limit(0.2, never):
        try:
            loop()
        except Exception:
            never()
    with pytest.raises(OutOfTime), time_limit(0.2, never):
        try:
            loop()
        except:  # noqa: E722
            pass
        loop()


def test_what_is_in_time_is_left_alone(mechanism):
    with time_limit(0.2, never):
        pass
    time.sleep(0.4)  # nothing rings after the end
    sum(range(100_000))


def test_what_cannot_be_ended_is_given_up(mechanism, monkeypatch):
    monkeypatch.setattr(limits, "GRACE", 0.3)
    given_up = threading.Event()
    with time_limit(0.1, given_up.set):
        while not given_up.is_set():
            try:
                loop_until(given_up)
            except:  # noqa: E722
                pass


def loop_until(event):
    while not event.is_set():
        pass
