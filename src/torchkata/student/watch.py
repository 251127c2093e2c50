"""Save, and see: the tests of one exercise, run at every save.

It never goes on by itself. Saves, keys and results come in one queue; a save while tests run ends that run and begins the next.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from torchkata.assignment import Assignment, Exercise, UsageError
from torchkata.student.hints import NO_MORE, QUESTION, Hints
from torchkata.student.keys import Keys
from torchkata.student.progress import DONE, Progress
from torchkata.student.spare import SparePython
from torchkata.student.summary import exercise_line
from torchkata.student.visible import VisibleResult, run_visible_tests

KEYS = {"n": "next", "h": "hint", "l": "list", "a": "all", "r": "run again", "q": "quit"}
SAVED, KEY, RESULT, STOPPED = "saved", "key", "result", "stopped"
BAR = 24  # characters
WAIT = 0.5  # seconds, after which Windows looks for Ctrl-C


@dataclass
class Watch:
    """What is watched, and what is known.

    Attributes:
        current: the exercise whose tests run at each save.
        done: names of the exercises that passed when they ran last.
    """

    assignment: Assignment
    current: Exercise
    python: SparePython
    say: Callable[[str], None]
    events: queue.Queue = field(default_factory=queue.Queue)
    done: set[str] = field(default_factory=set)
    number: int = 0  # of the last run: results of others are not wanted any more
    _last: list[VisibleResult] = field(default_factory=list)

    def __post_init__(self):
        self.done = {e.name for e in Progress.recalled(self.assignment).done()}

    # ---- running ----

    def run(self, exercises: list[Exercise], then: Callable[[list[VisibleResult]], None]):
        """Run tests beside the loop; what runs already is ended."""
        self.python.interrupt()
        self.number += 1
        number = self.number

        def work():
            try:
                results = run_visible_tests(self.python, self.assignment, exercises)
            except OSError as error:  # the folder is gone, for one
                results = [VisibleResult(e.name, note=f"the tests could not be run: {error}") for e in exercises]
            self.events.put((RESULT, (number, then, results)))

        threading.Thread(target=work, daemon=True).start()

    def run_current(self):
        self.run([self.current], self.show_current)

    def show_current(self, results):
        self._note(results)
        self._last = results
        self.say(self.screen())
        beside = [e for e in self.assignment.exercises if e.file == self.current.file and e.name in self.done and e != self.current]
        if len(self.done) == len(self.assignment.exercises):
            self.run(list(self.assignment.exercises), self.show_end)
        elif beside:  # the file has changed: do they still pass?
            self.run(beside, self.show_beside)

    def show_beside(self, results):
        self._note(results)
        fell = ", ".join(result.exercise for result in results if not result.passes)
        if fell:
            self.say(f"{self.screen()}\n✗ {fell} passed before, and does not any more.")

    def show_all(self, results):
        self._note(results)
        failing = [result for result in results if not result.passes]
        self._last = [result for result in failing if not result.unwritten] or failing[:1] or results[-1:]
        self.say(self.screen())

    def show_end(self, results):
        if all(result.passes for result in results):
            self.say(f"{self.screen()}\nAll exercises pass their visible tests, all of them run once more. Hand in: kata pack")
        else:
            self.show_beside(results)

    def _note(self, results):
        for result in results:
            (self.done.add if result.passes else self.done.discard)(result.exercise)

    # ---- what stands on the screen ----

    def screen(self) -> str:
        """The last results, the bar and the keys."""
        found = "\n".join(result.text(lines=True) for result in self._last)
        passed = self.current.name in self.done
        advice = "n goes on to the next exercise." if passed else f"{self.current.file}: save it, and the tests run."
        return f"{found}\n\n{advice}\n{self.bar()}\n{'  '.join(f'{key} {what}' for key, what in KEYS.items())}"

    def bar(self) -> str:
        """How much of the assignment is done."""
        count, total = len(self.done), len(self.assignment.exercises)
        filled = BAR * count // total
        points = sum(e.points for e in self.assignment.exercises if e.name in self.done)
        worth = f"{points:g} of {self.assignment.points:g} points"
        return f"{self.assignment.name} [{'#' * filled}{'-' * (BAR - filled)}] {count} of {total} exercises, {worth}"

    def listing(self) -> str:
        """All exercises, with their state."""
        progress = Progress.recalled(self.assignment)
        width = max(len(e.name) for e in self.assignment.exercises)
        lines = []
        for exercise in self.assignment.exercises:
            state = DONE if exercise.name in self.done else progress.known_state(exercise) or "not tested"
            here = ">" if exercise == self.current else " "
            lines.append(f"{here} {exercise_line(progress, exercise, state, width)}")
        return "\n".join([*lines, "", self.bar(), f"kata watch NAME begins with another one. {self.current.name} is watched."])

    # ---- keys ----

    def key(self, key: str, ask: Callable[[str], str]):
        """Do what a key says; `ask` asks the student for a line."""
        if key == "n":
            self._go_on()
        elif key == "h":
            self._hint(ask)
        elif key == "l":
            self.say(self.listing())
        elif key == "a":
            self.say("All exercises ...")
            self.run(list(self.assignment.exercises), self.show_all)
        elif key in ("r", "\n", "\r"):
            self.run_current()

    def _go_on(self):
        exercises = list(self.assignment.exercises)
        place = exercises.index(self.current)
        waiting = [e for e in exercises[place + 1 :] + exercises[:place] if e.name not in self.done]
        if waiting:
            self.current = waiting[0]
            self.run_current()
        else:
            self.run(exercises, self.show_end)

    def _hint(self, ask):
        following = Hints(self.assignment).next(self.current, ask(f"{self.current.name}. {QUESTION}"))
        self.say(f"{self.screen()}\n\n{following or NO_MORE}")


def watch(state: Watch, manual: bool):
    """Run until the student quits; `manual`: no file is watched, and r runs the tests."""
    stop = threading.Event()
    if not manual:
        threading.Thread(target=_watch_files, args=[state, stop], daemon=True).start()
    try:
        with Keys(state.events) as keys:
            state.run_current()
            while True:
                try:
                    kind, what = state.events.get(timeout=WAIT)
                except queue.Empty:
                    continue
                if kind == KEY and what == "q":
                    return
                _deal_with(state, keys, kind, what)
    except KeyboardInterrupt:
        return
    finally:
        stop.set()
        state.python.stop()


def _deal_with(state, keys, kind, what):
    if kind == SAVED:
        state.run_current()
    elif kind == KEY:
        state.key(what, keys.ask)
        keys.ready()
    elif kind == STOPPED:
        state.say(f"{state.screen()}\nFiles cannot be watched here ({what}): press r after saving.")
    else:
        number, then, results = what
        if number == state.number:
            then(results)


def _watch_files(state, stop):
    """Put each save of a Python file of the assignment's into the queue."""
    try:
        from watchfiles import PythonFilter
        from watchfiles import watch as changes

        # A save is several events within some milliseconds; what Python writes itself is no save.
        for _ in changes(
            state.assignment.folder, watch_filter=PythonFilter(), debounce=50, step=10, recursive=False, stop_event=stop
        ):
            state.events.put((SAVED, None))
    except (ImportError, OSError, RuntimeError) as error:
        state.events.put((STOPPED, str(error) or type(error).__name__))


def begin(assignment: Assignment, exercise: Exercise, say: Callable[[str], None]) -> Watch:
    """A watch on the exercise, with a Python that has begun to import torch.

    Raises:
        UsageError: the assignment's files are not there.
    """
    if not any((assignment.folder / file).is_file() for file in assignment.files):
        raise UsageError(f"{assignment.folder} has none of {', '.join(assignment.files)}; there is nothing to watch")
    python = SparePython()
    python.start()
    return Watch(assignment, exercise, python, say)
